package dev.muster.cli.mud;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.network.mud.Acl;
import dev.muster.format.network.mud.Finding;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code muster mud check}: yes when every rule can be used (with {@code --strict}: when nothing deviates from the
 * specifications) and the signature, when one is given, holds; no when not; unknown when a file is not there.
 */
@Command(name = "check", description = "Say whether a MUD file can be used, what is odd about it, and who signed it.")
final class MudCheckVerb extends Verb {
    static final int ANCHOR_BYTES_MOST = 1024 * 1024;

    @Parameters(paramLabel = "FILE", description = "A MUD file.")
    private Path path = Path.of("");

    @Option(names = "--strict", description = "Say no to every deviation from RFC 8520 and RFC 8519.")
    private boolean strict;

    @Option(names = "--signature", paramLabel = "P7S", description = "The detached CMS signature of the file.")
    private Optional<Path> signature = Optional.empty();

    @Option(names = "--anchor", paramLabel = "PEM", description = "The authority of the maker's signer; repeatable.")
    private List<Path> anchors = List.of();

    @Option(names = "--signer", paramLabel = "NAME", description = "The subject that the device's certificate names.")
    private Optional<String> signer = Optional.empty();

    @Override
    protected Status run(Screen screen) throws IOException {
        MudText text = MudText.read(path);
        MudFile file = text.file();
        Optional<MudSignature.Verdict> verdict = signature(text.bytes());
        boolean good = (strict ? file.strict() : file.usable())
                && !(verdict.orElse(null) instanceof MudSignature.Verdict.Refused);
        if (screen.wantsJson()) {
            screen.json(json(file, verdict, good));
        } else {
            print(screen, file);
            verdict.ifPresent(v -> screen.line(words(v)));
            screen.line(good ? "it can be used" : "it cannot be used as it is");
        }
        return Status.of(good);
    }

    private Optional<MudSignature.Verdict> signature(byte[] file) throws IOException {
        if (signature.isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> authorities = new ArrayList<>();
        for (Path anchor : anchors) {
            authorities.addAll(certificates(MudText.bytes(anchor, ANCHOR_BYTES_MOST), anchor));
        }
        byte[] bytes = MudText.bytes(signature.get(), MudSignature.BYTES_MOST);
        return Optional.of(
                MudSignature.verify(file, bytes, authorities, signer.map(X500Principal::new), Instant.now()));
    }

    static List<X509Certificate> certificates(byte[] pem, Path path) {
        List<X509Certificate> all = new ArrayList<>();
        try {
            for (Certificate c :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                all.add((X509Certificate) c);
            }
        } catch (CertificateException e) {
            throw CommandFailed.because(path + " holds no certificate.");
        }
        return all;
    }

    private static void print(Screen screen, MudFile file) {
        screen.line(file.url());
        if (!file.about().systemInfo().isEmpty()) {
            screen.line("  " + file.about().systemInfo());
        }
        screen.line("  " + rules(file.lists(true)) + " rules for what it sends, " + rules(file.lists(false))
                + " for what it receives; good for " + file.cacheHours() + " hours"
                + file.lastUpdate().map(t -> " from " + t).orElse(""));
        for (Finding finding : file.findings()) {
            screen.line("  " + finding.code().weight().name().toLowerCase(Locale.ROOT) + ": " + finding);
        }
    }

    private static int rules(List<Acl> lists) {
        return lists.stream().mapToInt(acl -> acl.aces().size()).sum();
    }

    private static String words(MudSignature.Verdict verdict) {
        return switch (verdict) {
            case MudSignature.Verdict.Verified v ->
                "signature: holds, by " + v.signer().getSubjectX500Principal()
                        + (v.registeredType() ? "" : " (content type data, not that of RFC 8520)");
            case MudSignature.Verdict.Refused r -> "signature: refused (" + r.reason() + "): " + r.detail();
        };
    }

    private static Map<String, Object> json(MudFile file, Optional<MudSignature.Verdict> verdict, boolean good) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("url", file.url());
        json.put("usable", file.usable());
        json.put("strict", file.strict());
        json.put("from-device-rules", rules(file.lists(true)));
        json.put("to-device-rules", rules(file.lists(false)));
        json.put(
                "findings",
                file.findings().stream()
                        .map(f -> Map.of(
                                "code", f.code().word(),
                                "weight", f.code().weight().name().toLowerCase(Locale.ROOT),
                                "path", f.path(),
                                "words", f.words()))
                        .toList());
        verdict.ifPresent(v -> json.put(
                "signature",
                switch (v) {
                    case MudSignature.Verdict.Verified ok ->
                        Map.of(
                                "verified",
                                true,
                                "signer",
                                ok.signer().getSubjectX500Principal().toString());
                    case MudSignature.Verdict.Refused no ->
                        Map.of("verified", false, "reason", no.reason(), "detail", no.detail());
                }));
        json.put("good", good);
        return json;
    }
}
