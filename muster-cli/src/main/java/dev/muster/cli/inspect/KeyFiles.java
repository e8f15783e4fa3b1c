package dev.muster.cli.inspect;

import dev.muster.cli.CommandFailed;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseKeySet;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the keys that a person names: certificates and keys as PEM or DER, COSE_Key and COSE_KeySet as CBOR, JWK as JSON, vkeys as text. */
final class KeyFiles {
    /** A file of keys beyond this is a mistake. */
    private static final long BYTES_MOST = 1024 * 1024;

    /** The key of a log or a witness in text (C2SP signed-note). */
    private static final Pattern VKEY = Pattern.compile("[^\\s+]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]+");

    private static final int SYMMETRIC = 4;
    private static final int EC2 = 2;
    private static final int OKP = 1;
    private static final long PRIVATE_PART = -4;

    private final List<Trust.NamedKey> keys = new ArrayList<>();
    private final List<X509Certificate> anchors = new ArrayList<>();
    private final List<Trust.NamedSecret> secrets = new ArrayList<>();
    private final List<Trust.NamedLedger> ledgers = new ArrayList<>();
    private final List<String> passedOver = new ArrayList<>();

    private KeyFiles() {}

    /**
     * @param files keys and anchors
     * @param ledgerFiles keys of transparency services
     * @param at when certificates must be valid
     */
    static Trust read(List<Path> files, List<Path> ledgerFiles, Instant at) throws IOException {
        KeyFiles own = read(files);
        KeyFiles ledgers = read(ledgerFiles);
        List<Trust.NamedLedger> all = new ArrayList<>(own.ledgers);
        all.addAll(ledgers.ledgers);
        ledgers.keys.forEach(key -> all.add(new Trust.NamedLedger(key.name(), key.key(), Optional.empty())));
        return new Trust(own.keys, own.anchors, own.secrets, all, at);
    }

    private static KeyFiles read(List<Path> files) throws IOException {
        KeyFiles found = new KeyFiles();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw CommandFailed.because("there is no key file " + file + ".");
            }
            if (Files.size(file) > BYTES_MOST) {
                throw CommandFailed.because(file + " is too large for a key file.");
            }
            int before = found.count();
            found.add(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            if (found.count() == before) {
                found.passedOver.forEach(why -> {
                    throw CommandFailed.because(why);
                });
                throw CommandFailed.because(
                        file + " holds no key that is known here: PEM, DER, COSE_Key, COSE_KeySet, JWK and vkey are.");
            }
        }
        return found;
    }

    private int count() {
        return keys.size() + secrets.size() + ledgers.size() + anchors.size();
    }

    private void add(String name, byte[] bytes) {
        Optional<String> text = Sample.text(bytes);
        if (text.isPresent() && text.get().contains("-----BEGIN ")) {
            for (Pem block : Pem.parse(text.get())) {
                pem(name, block);
            }
        } else if (text.isPresent() && text.get().strip().matches("(?s)(\\{|\\[\\s*\\{).*")) {
            JsonWebKeys.read(text.get()).forEach(k -> cose(name, k));
        } else if (text.isPresent() && VKEY.matcher(text.get().strip()).matches()) {
            NoteKey key = NoteKey.parse(text.get().strip());
            ledgers.add(new Trust.NamedLedger(key.name(), key.publicKey(), Optional.of(key.name())));
        } else {
            der(name, text.flatMap(Sample::decode).map(Sample::bytes).orElse(bytes));
        }
    }

    private void pem(String name, Pem block) {
        switch (block.label()) {
            case "CERTIFICATE" -> certificate(name, block.content());
            case "PUBLIC KEY" -> key(name, Keys.publicKey(block.content()));
            case "RSA PUBLIC KEY" -> PrivateHalf.rsa(block.content()).ifPresent(k -> key(name, k));
            case "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY" ->
                PrivateHalf.publicKey(block).ifPresent(k -> key(name, k));
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
            Cbor item = Cbor.parse(bytes, CoseProfile.GENERIC.cbor(), CborLimits.DEFAULT);
            if (item instanceof CborArray) {
                set(name, CoseKeySet.parse(bytes, CoseProfile.GENERIC));
            } else {
                cose(name, new CoseKey(item.asMap()));
            }
        } catch (MalformedException notCose) {
            throw CommandFailed.because(name + " is not a key: " + notCose.getMessage());
        }
    }

    /** Each key by itself: one that is not known here hides none of the others (RFC 9052 §7). */
    private void set(String name, CoseKeySet set) {
        for (CoseKey key : set.keys()) {
            try {
                cose(name, key);
            } catch (MalformedException | CryptoException unknown) {
                passedOver.add(name + ": " + unknown.getMessage());
            }
        }
    }

    /** A symmetric key is only a secret; a key pair is a public key, and a secret when its private part is there. */
    private void cose(String name, CoseKey key) {
        boolean symmetric = key.kty() == SYMMETRIC;
        boolean agrees = key.kty() == EC2 || key.kty() == OKP;
        if (symmetric || (agrees && key.map().has(PRIVATE_PART))) {
            secrets.add(new Trust.NamedSecret(name, key));
        }
        if (!symmetric) {
            keys.add(new Trust.NamedKey(name, key.publicKey(), Optional.of(key)));
        }
    }

    private boolean certificate(String name, byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            anchors.add(certificate);
            keys.add(Trust.NamedKey.of(name, certificate));
            return true;
        } catch (CertificateException notOne) {
            return false;
        }
    }

    private void key(String name, PublicKey key) {
        keys.add(new Trust.NamedKey(name, key));
    }
}
