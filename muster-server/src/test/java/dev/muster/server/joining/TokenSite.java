package dev.muster.server.joining;

import dev.muster.server.config.StartFailure;
import dev.muster.server.joining.Site.Identity;
import java.nio.file.Path;
import java.util.Map;

/** A server whose authorities' keys are in a token: it issues, stops, starts again and issues again. */
final class TokenSite {
    private TokenSite() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = Map.of(
                "joining.key-store", "pkcs11",
                "joining.pkcs11-library", arguments[1],
                "joining.pkcs11-pin-file", arguments[2]);
        Identity maker = Site.maker("Acme");
        Identity first;
        try (Site site = Site.start(Path.of(arguments[0]), "sqlite", settings)) {
            site.accept(Site.ORG, maker, "Acme");
            first = site.enrol(Site.factory(maker, "Acme", "cam-1"), "cam-1");
            System.out.println("issued cam-1 by "
                    + first.certificate().getIssuerX500Principal().getName().replace("CN=", ""));
        } catch (StartFailure e) {
            System.out.println(e.getMessage());
            return;
        }
        try (Site site = Site.start(Path.of(arguments[0]), "sqlite", settings)) {
            Identity second = site.enrol(Site.factory(maker, "Acme", "cam-2"), "cam-2");
            boolean same = second.certificate()
                    .getIssuerX500Principal()
                    .equals(first.certificate().getIssuerX500Principal());
            System.out.println("again cam-2 by " + (same ? "the same" : "another"));
        }
    }
}
