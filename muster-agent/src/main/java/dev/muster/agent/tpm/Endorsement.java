package dev.muster.agent.tpm;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.tpm.command.Handles;
import dev.muster.format.attest.tpm.command.KeyTemplate;
import dev.muster.format.der.DerReader;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The endorsement key of a TPM as its maker certified it.
 *
 * @param kind by which the TPM makes it again
 * @param chain its certificate and those above it that the TPM keeps, DER; empty when the TPM keeps none
 */
public record Endorsement(KeyTemplate.Endorsement kind, List<byte[]> chain) {
    /** Elliptic curves first: a TPM makes such a key in milliseconds, an RSA key in seconds. */
    private static final List<KeyTemplate.Endorsement> ORDER = List.of(
            KeyTemplate.Endorsement.P256_LOW,
            KeyTemplate.Endorsement.P256_HIGH,
            KeyTemplate.Endorsement.P384_HIGH,
            KeyTemplate.Endorsement.RSA_2048_LOW,
            KeyTemplate.Endorsement.RSA_2048_HIGH,
            KeyTemplate.Endorsement.P521_HIGH);

    /** Leaf, two intermediates and a root is what makers have. */
    private static final int CHAIN_INDICES_MAX = 8;

    private static final int CERTIFICATES_MAX = 4;

    public Endorsement {
        chain = List.copyOf(chain);
    }

    /**
     * The first one whose certificate is for the key that the template gives; one without a certificate when the TPM has
     * none.
     */
    static Endorsement find(Tpm tpm) throws IOException {
        for (KeyTemplate.Endorsement kind : ORDER) {
            Optional<byte[]> certificate = tpm.nv(kind.index())
                    .flatMap(bytes -> elements(bytes).stream().findFirst());
            if (certificate.isPresent() && isFor(certificate.get(), kind, tpm)) {
                List<byte[]> chain = new ArrayList<>(List.of(certificate.get()));
                chain.addAll(above(tpm));
                return new Endorsement(kind, chain.subList(0, Math.min(chain.size(), CERTIFICATES_MAX)));
            }
        }
        return new Endorsement(KeyTemplate.Endorsement.P256_LOW, List.of());
    }

    private static boolean isFor(byte[] certificate, KeyTemplate.Endorsement kind, Tpm tpm) throws IOException {
        PublicKey certified;
        try {
            certified = CertificateReader.parse(certificate).getPublicKey();
        } catch (MalformedException unreadable) {
            return false;
        }
        try (Tpm.Loaded key = tpm.createPrimary(Handles.ENDORSEMENT, kind.template())) {
            return Arrays.equals(key.key().key().getEncoded(), certified.getEncoded());
        } catch (TpmRefused unknown) {
            // This TPM has no such curve or size; the certificate is of another kind than its index says.
            return false;
        }
    }

    private static List<byte[]> above(Tpm tpm) throws IOException {
        List<byte[]> found = new ArrayList<>();
        for (int index : tpm.handles(Handles.EK_CHAIN_FIRST, CHAIN_INDICES_MAX)) {
            if (index >= Handles.EK_CHAIN_FIRST && index <= Handles.EK_CHAIN_LAST) {
                tpm.nv(index).ifPresent(bytes -> found.addAll(elements(bytes)));
            }
        }
        return found;
    }

    /** The certificates in an index, whose end may be filled up with other bytes. */
    private static List<byte[]> elements(byte[] content) {
        List<byte[]> found = new ArrayList<>();
        try {
            DerReader in = DerReader.of(content);
            while (in.more() && in.peek() == DerReader.SEQUENCE) {
                found.add(in.span());
            }
        } catch (MalformedException end) {
            // Filled up.
        }
        return found;
    }
}
