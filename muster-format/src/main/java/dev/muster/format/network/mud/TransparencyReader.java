package dev.muster.format.network.mud;

import dev.muster.format.json.JsonCursor;
import dev.muster.format.network.mud.Finding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** RFC 9472: where the bill of materials and the known flaws are told. */
final class TransparencyReader {
    private static final String MODULE = "ietf-mud-transparency";

    private TransparencyReader() {}

    static Optional<MudFile.Transparency> read(Members mud) {
        // "mudtx" is the module's prefix, which a tool that many use writes for its name.
        return mud.drafted(mud.added(MODULE, "transparency"), MODULE, "mudtx:transparency")
                .map(at -> container(new Members(at, mud.findings())));
    }

    private static MudFile.Transparency container(Members in) {
        List<String> sboms = new ArrayList<>();
        for (JsonCursor entry : in.elements(in.own(MODULE, "sboms"))) {
            Members sbom = new Members(entry, in.findings());
            sbom.own(MODULE, "version-info");
            sbom.text(sbom.own(MODULE, "sbom-url")).ifPresent(sboms::add);
        }
        String archive = in.text(in.own(MODULE, "sbom-archive-list")).orElse("");
        if (!archive.isEmpty()) {
            sboms.add(archive);
        }
        String local = in.text(in.drafted(in.own(MODULE, "sbom-local-well-known"), MODULE, "local-well-known"))
                .orElse("");
        String contact = in.text(in.drafted(in.own(MODULE, "sbom-contact-uri"), MODULE, "contact-info"))
                .orElse("");
        List<String> flaws = new ArrayList<>(in.texts(in.own(MODULE, "vuln-url")));
        in.text(in.own(MODULE, "vuln-contact-uri")).ifPresent(flaws::add);
        in.nothingElse(Code.MEMBER_UNKNOWN);
        return new MudFile.Transparency(sboms, local, flaws, contact);
    }
}
