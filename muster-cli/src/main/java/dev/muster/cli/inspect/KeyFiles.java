package dev.muster.cli.inspect;

import dev.muster.cli.CommandFailed;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.inspect.Sample;
import dev.muster.format.inspect.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the keys that a person names: certificates and keys as PEM or DER, COSE_Key as CBOR, JWK as JSON. */
final class KeyFiles {
    /** A file of keys beyond this is a mistake. */
    private static final long BYTES_MOST = 1024 * 1024;

    private static final long SYMMETRIC = 4;
    private static final long PRIVATE_PART = -4;

    private final List<Trust.NamedKey> keys = new ArrayList<>();
    private final List<X509Certificate> anchors = new ArrayList<>();
    private final List<Trust.NamedSecret> secrets = new ArrayList<>();

    private KeyFiles() {}

    static Trust read(List<Path> files) throws IOException {
        KeyFiles found = new KeyFiles();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw CommandFailed.because("there is no key file " + file + ".");
            }
            if (Files.size(file) > BYTES_MOST) {
                throw CommandFailed.because(file + " is too large for a key file.");
            }
            int before = found.keys.size() + found.secrets.size();
            found.add(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            if (found.keys.size() + found.secrets.size() == before) {
                throw CommandFailed.because(file + " holds no key that is known here: PEM, DER, COSE_Key and JWK are.");
            }
        }
        return new Trust(found.keys, found.anchors, found.secrets);
    }

    private void add(String name, byte[] bytes) {
        Optional<String> text = Sample.text(bytes);
        if (text.isPresent() && text.get().contains("-----BEGIN ")) {
            for (Pem block : Pem.parse(text.get())) {
                pem(name, block);
            }
        } else if (text.isPresent() && text.get().strip().startsWith("{")) {
            JsonWebKeys.read(text.get()).forEach(k -> cose(name, k));
        } else {
            der(name, text.flatMap(Sample::decode).map(Sample::bytes).orElse(bytes));
        }
    }

    private void pem(String name, Pem block) {
        switch (block.label()) {
            case "CERTIFICATE" -> certificate(name, block.content());
            case "PUBLIC KEY" -> key(name, Keys.publicKey(block.content()));
            case "PRIVATE KEY", "EC PRIVATE KEY" -> PrivateHalf.publicKey(block).ifPresent(k -> key(name, k));
            default -> {}
        }
    }

    private void der(String name, byte[] bytes) {
        if (certificate(name, bytes)) {
            return;
        }
        try {
            key(name, Keys.publicKey(bytes));
        } catch (CryptoException | MalformedException notSpki) {
            cose(name, bytes);
        }
    }

    private void cose(String name, byte[] bytes) {
        try {
            cose(name, CoseKey.parse(bytes, CoseProfile.GENERIC));
        } catch (MalformedException notCose) {
            throw CommandFailed.because(name + " is not a key: " + notCose.getMessage());
        }
    }

    /** A symmetric key is only a secret; a key pair is a public key, and a secret when its private part is there. */
    private void cose(String name, CoseKey key) {
        boolean symmetric = key.kty() == SYMMETRIC;
        if (symmetric || key.map().has(PRIVATE_PART)) {
            secrets.add(new Trust.NamedSecret(name, key));
        }
        if (!symmetric) {
            key(name, key.publicKey());
        }
    }

    private boolean certificate(String name, byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            anchors.add(certificate);
            key(name, certificate.getPublicKey());
            return true;
        } catch (CertificateException notOne) {
            return false;
        }
    }

    private void key(String name, PublicKey key) {
        keys.add(new Trust.NamedKey(name, key));
    }
}
