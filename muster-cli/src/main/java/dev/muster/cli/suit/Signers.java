package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.update.suit.EnvelopeVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the keys whose envelopes are obeyed: PEM files with certificates or public keys. */
final class Signers {
    private Signers() {}

    static EnvelopeVerifier verifier(List<Path> files) throws IOException {
        List<EnvelopeVerifier.Signer> signers = new ArrayList<>();
        for (Path file : files) {
            // Two folders may each have a maker.pem, and signers are told apart by name.
            String last = String.valueOf(file.getFileName());
            boolean taken = signers.stream().anyMatch(signer -> signer.name().equals(last));
            String name = taken ? file.toString() : last;
            int before = signers.size();
            try {
                for (Pem block : Pem.parse(Files.readString(file))) {
                    switch (block.label()) {
                        case "CERTIFICATE" ->
                            signers.add(new EnvelopeVerifier.Signer(
                                    name,
                                    VerificationKey.of(CertificateReader.parse(block.content())
                                            .getPublicKey())));
                        case "PUBLIC KEY" ->
                            signers.add(new EnvelopeVerifier.Signer(
                                    name, VerificationKey.of(Keys.publicKey(block.content()))));
                        default -> {}
                    }
                }
            } catch (MalformedException | CryptoException e) {
                throw CommandFailed.because(file + " holds no readable key: " + e.getMessage() + ".");
            }
            if (signers.size() == before) {
                throw CommandFailed.because(file + " holds neither a certificate nor a public key in PEM.");
            }
        }
        return new EnvelopeVerifier(signers);
    }
}
