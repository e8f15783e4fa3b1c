package dev.muster.cli.mud;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.network.policy.Basics;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.core.network.policy.Site;
import dev.muster.core.network.traffic.LearnedFile;
import dev.muster.core.network.traffic.Learner;
import dev.muster.core.network.traffic.Rehearsal;
import dev.muster.core.network.traffic.Traffic;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.mud.MudSigner;
import dev.muster.format.network.packet.PacketSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster mud learn}: yes when what was learned permits everything that was seen; no when it does not. */
@Command(
        name = "learn",
        description = "Write the least MUD file that permits what a capture (pcap, pcapng) or an interface shows of a"
                + " device.")
final class MudLearnVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "CAPTURE", description = "A file of pcap or pcapng.")
    private Optional<Path> capture = Optional.empty();

    @Mixin
    private CaptureOptions device = new CaptureOptions();

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the MUD file goes.")
    private Path out = Path.of("");

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "https://maker.invalid/device.json",
            description = "Where it will be served (default: ${DEFAULT-VALUE}).")
    private String url = "";

    @Option(names = "--info", paramLabel = "TEXT", defaultValue = "", description = "What the device is, for people.")
    private String info = "";

    @Option(
            names = "--answers",
            description = "Also rules for answers of UDP, for filters that keep no state; they permit more.")
    private boolean answers;

    @Option(names = "--key", paramLabel = "PEM", description = "Sign it with this key; the signature is FILE.p7s.")
    private Optional<Path> key = Optional.empty();

    @Option(names = "--certificate", paramLabel = "PEM", description = "The signer's certificate and its chain.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--against", paramLabel = "FILE", description = "The maker's MUD file: what it has more and less.")
    private Optional<Path> against = Optional.empty();

    @Override
    protected Status run(Screen screen) throws IOException {
        if (key.isPresent() != certificate.isPresent()) {
            throw CommandFailed.usage("--key and --certificate go together.");
        }
        Traffic traffic = device.read(capture);
        Site here = site.site();
        Learner.Learned learned = Learner.learn(traffic, here.local());
        byte[] text = LearnedFile.text(url, info, learned.rules(), answers, Instant.now());
        Files.write(out, text);
        Optional<Path> signature = sign(text);
        MudFile file = MudReader.read(text);
        Site seen = ProvenSite.of(here, traffic.flows());
        PacketSet permitted = MudPolicy.read(file, seen).permitted();
        Rehearsal rehearsal = Rehearsal.of(traffic.flows(), permitted.or(Basics.of(seen)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", out.toString());
        signature.ifPresent(path -> json.put("signature", path.toString()));
        json.put("rules", learned.rules().size());
        json.put("flows", traffic.flows().size());
        json.put("coverage", Coverage.percent(rehearsal));
        json.put("known-after-each-tenth", learned.stability());
        json.put("frames", traffic.frames());
        json.put("not-understood", traffic.notUnderstood());
        List<String> lines = permitted.boxes().stream().map(PlainWords::line).toList();
        json.put("permits", lines);
        if (against.isPresent()) {
            PacketSet maker =
                    MudPolicy.read(MudText.read(against.get()).file(), seen).permitted();
            json.put("maker-has-more", words(maker.minus(permitted)));
            json.put("maker-has-less", words(permitted.minus(maker).minus(Basics.of(seen))));
        }
        screen.result(json, said(learned, traffic, rehearsal, lines, json));
        return Status.of(rehearsal.refusals() == 0);
    }

    private static List<String> words(PacketSet set) {
        return set.boxes().stream().map(PlainWords::line).toList();
    }

    private String said(
            Learner.Learned learned,
            Traffic traffic,
            Rehearsal rehearsal,
            List<String> lines,
            Map<String, Object> json) {
        StringBuilder said = new StringBuilder(String.join("\n", lines));
        said.append('\n')
                .append(learned.rules().size())
                .append(" rules of ")
                .append(traffic.flows().size());
        said.append(" flows; they permit ").append(Coverage.percent(rehearsal)).append(" % of these; known after each");
        said.append(" tenth of the time: ").append(learned.stability());
        rehearsal.refused().forEach(m -> said.append("\nnot permitted: ").append(m.rule()));
        if (json.get("maker-has-more") instanceof List<?> more) {
            more.forEach(line -> said.append("\n+ the maker: ").append(line));
        }
        if (json.get("maker-has-less") instanceof List<?> less) {
            less.forEach(line -> said.append("\n- the maker: ").append(line));
        }
        return said.toString();
    }

    private Optional<Path> sign(byte[] text) throws IOException {
        if (key.isEmpty() || certificate.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> chain = MudCheckVerb.certificates(
                    MudText.bytes(certificate.get(), MudCheckVerb.ANCHOR_BYTES_MOST), certificate.get());
            if (chain.isEmpty()) {
                throw CommandFailed.because(certificate.get() + " holds no certificate.");
            }
            byte[] signature =
                    MudSigner.sign(text, Keys.privateKey(Pem.first(Files.readString(key.get()), "PRIVATE KEY")), chain);
            Path beside = Path.of(out + ".p7s");
            Files.write(beside, signature);
            return Optional.of(beside);
        } catch (GeneralSecurityException e) {
            throw CommandFailed.because("it could not be signed: " + e.getMessage() + ".");
        }
    }
}
