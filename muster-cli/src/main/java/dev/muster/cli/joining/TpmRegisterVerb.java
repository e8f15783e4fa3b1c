package dev.muster.cli.joining;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.MalformedException;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join tpm register}. */
@Command(
        name = "register",
        description = "Say which TPM a device has, so that it joins by it and by no other.",
        footer = "%nThe key is what `muster agent endorsement --out`, tpm2_createek -f pem or tpm2_getekcertificate"
                + " give.")
final class TpmRegisterVerb extends Verb {
    @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's id.")
    private String device = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "Its endorsement key, or the certificate of that: PEM, or a certificate in DER.")
    private Path file = Path.of("");

    @Option(
            names = "--product",
            paramLabel = "ID",
            description = "Register the device as one of this product, when it is not on the register yet.")
    private String product = "";

    @Override
    protected Status run(Screen screen) throws IOException {
        String digest = HexFormat.of().formatHex(Sha256.of(key(file).getEncoded()));
        try (var api = api()) {
            if (!product.isEmpty()) {
                JsonNode refused = api.post(
                                path("joining/import"), Map.of("list", "serial\n" + device, "product", product))
                        .path("refused");
                if (!refused.isEmpty()) {
                    throw CommandFailed.because(device + " is not registered: "
                            + refused.get(0).path("reason").asString() + ", "
                            + refused.get(0).path("detail").asString() + ".");
                }
            }
            JsonNode outcome =
                    api.post(path("tpm/devices"), Map.of("list", "serial,endorsement\n" + device + "," + digest));
            boolean taken = outcome.path("refused").isEmpty();
            screen.result(
                    outcome,
                    taken ? device + " has the TPM with the endorsement key " + digest : TpmVerbs.listed(outcome));
            return taken ? Status.YES : Status.NO;
        }
    }

    private static PublicKey key(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            String text = new String(bytes, StandardCharsets.US_ASCII);
            if (!text.contains("-----BEGIN ")) {
                return CertificateReader.parse(bytes).getPublicKey();
            }
            Pem block = Pem.parse(text).getFirst();
            return switch (block.label()) {
                case "PUBLIC KEY" -> Keys.publicKey(block.content());
                case "CERTIFICATE" -> CertificateReader.parse(block.content()).getPublicKey();
                case String other -> throw CommandFailed.usage(file + " holds a " + other + ".");
            };
        } catch (MalformedException | CryptoException unreadable) {
            throw CommandFailed.usage(
                    file + " is neither a public key nor a certificate: " + unreadable.getMessage() + ".");
        }
    }
}
