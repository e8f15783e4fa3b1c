package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.Keys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;

/**
 * The chain of owners inside an FDO ownership voucher (FDO 1.1 §3.4.6): the given key signs the first entry, each entry names
 * the key of the next one and the hash of what stands before it. The header's HMAC only the device itself can check.
 */
final class OwnershipEntries {
    private static final int HEADER = 1;
    private static final int HMAC = 2;
    private static final int ENTRIES = 4;
    private static final int NEXT_OWNER = 3;

    private static final int X509 = 1;
    private static final int X5CHAIN = 2;
    private static final int COSE_KEY = 3;

    private OwnershipEntries() {}

    static SignatureVerdict verify(Cbor voucher, Trust trust) {
        List<Cbor> parts = voucher.asArray().items();
        List<Cbor> entries = parts.get(ENTRIES).asArray().items();
        if (entries.isEmpty()) {
            return new SignatureVerdict.NotChecked("the voucher has no entries: only its device can check its header");
        }
        if (trust.isEmpty()) {
            return new SignatureVerdict.NotChecked(
                    entries.size() + " entries, each signed by the owner before; no --key was given");
        }
        try {
            SignatureVerdict first = Signatures.verify(entries.getFirst(), trust);
            if (!(first instanceof SignatureVerdict.Valid valid)) {
                return first;
            }
            byte[] before = joined(parts.get(HEADER).asBytes(), parts.get(HMAC).encoded());
            for (int i = 0; i < entries.size(); i++) {
                CborArray payload = payload(entries.get(i));
                if (!hashes(payload.get(0).asArray(), before)) {
                    return new SignatureVerdict.Invalid("entry " + i + " does not follow what stands before it");
                }
                if (i + 1 < entries.size()) {
                    Trust next = Trust.of(List.of(new Trust.NamedKey(
                            "the owner of entry " + i,
                            owner(payload.get(NEXT_OWNER).asArray()))));
                    SignatureVerdict verdict = Signatures.verify(entries.get(i + 1), next);
                    if (!(verdict instanceof SignatureVerdict.Valid)) {
                        return verdict;
                    }
                }
                before = entries.get(i).encoded();
            }
            return new SignatureVerdict.Valid(valid.by() + ", and each owner by the one before");
        } catch (MalformedException | CryptoException | CertificateException broken) {
            return new SignatureVerdict.Invalid("the entries cannot be read: " + broken.getMessage());
        }
    }

    private static CborArray payload(Cbor entry) {
        return Envelope.of(entry)
                .flatMap(Envelope::payload)
                .map(Cbor::asArray)
                .orElseThrow(() -> new CryptoException("an entry is not a signed array"));
    }

    private static boolean hashes(CborArray hash, byte[] content) {
        Optional<HashName> name = switch (hash.get(0).asInt()) {
            case -16 -> Optional.of(HashName.SHA256);
            case -43 -> Optional.of(HashName.SHA384);
            default -> Optional.empty();
        };
        try {
            return name.isPresent()
                    && MessageDigest.isEqual(
                            MessageDigest.getInstance(name.get().digest()).digest(content),
                            hash.get(1).asBytes());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-2", impossible);
        }
    }

    /** A PublicKey of FDO 1.1 §3.3.4: type, encoding, body. */
    private static PublicKey owner(CborArray key) throws CertificateException {
        Cbor body = key.get(2);
        return switch (key.get(1).asInt()) {
            case X509 -> Keys.publicKey(body.asBytes());
            case X5CHAIN -> {
                byte[] leaf = body.asArray().get(0).asBytes();
                yield CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(leaf))
                        .getPublicKey();
            }
            case COSE_KEY ->
                new CoseKey((body instanceof CborBytes bytes ? Cbor.parse(bytes.asBytes()) : body).asMap()).publicKey();
            default -> throw new CryptoException("an owner's key in an unknown encoding");
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
