package dev.muster.cli.device;

import dev.muster.agent.tpm.DeviceTpm;
import dev.muster.agent.tpm.Tpm;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster agent endorsement}: which endorsement key the agent shows, for whoever makes the list. */
@Command(
        name = "endorsement",
        description = "Print the endorsement key by which this machine's TPM is known to a server.",
        footer = "%nThen, where the server is: muster join tpm register DEVICE FILE")
final class AgentEndorsementVerb extends Verb {
    @Option(
            names = "--tpm",
            paramLabel = "WHERE",
            defaultValue = AgentVerb.TPM_OF_LINUX,
            description = "The TPM: ${DEFAULT-VALUE}, or unix:PATH or tcp:PORT of a software TPM's socket.")
    private String tpm = AgentVerb.TPM_OF_LINUX;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the public key there, PEM.")
    private @Nullable Path out;

    @Override
    protected Status run(Screen screen) throws IOException {
        try (DeviceTpm device = new DeviceTpm(Tpm.open(tpm))) {
            // Only the attestation key is another one for each organisation.
            DeviceTpm.Keys keys = device.keys(options().org());
            PublicKey key = TpmPublic.parse(keys.endorsementKey()).key();
            String digest = HexFormat.of().formatHex(Sha256.of(key.getEncoded()));
            boolean certified = !keys.endorsement().chain().isEmpty();
            if (out != null) {
                Files.writeString(out, new Pem("PUBLIC KEY", key.getEncoded()).encode(), StandardCharsets.US_ASCII);
            }
            screen.result(
                    Map.of("endorsement", digest, "algorithm", key.getAlgorithm(), "certified", certified),
                    digest + " (" + key.getAlgorithm() + ", "
                            + (certified ? "certified by its maker" : "without a certificate") + ")");
            return Status.YES;
        }
    }
}
