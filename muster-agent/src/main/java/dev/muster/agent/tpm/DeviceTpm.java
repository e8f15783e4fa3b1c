package dev.muster.agent.tpm;

import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.PcrValues;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.attest.tpm.command.Handles;
import dev.muster.format.attest.tpm.command.KeyTemplate;
import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.List;
import java.util.TreeSet;

/**
 * What a device does with its TPM: keys that stay in it, and proofs of them. Nothing is kept loaded, so it makes no
 * difference whether something else uses the TPM too. Thread-safe.
 *
 * <p>The attestation key is a primary key of the endorsement hierarchy: the TPM makes the same one again each time, nothing
 * has to be stored, and what it attests carries the true counters of resets.
 */
public final class DeviceTpm implements AutoCloseable {
    private final Tpm tpm;

    public DeviceTpm(Tpm tpm) {
        this.tpm = tpm;
    }

    /** A quote with the values that were quoted. */
    public record Quoted(Tpm.Signed quote, PcrValues values, byte[] key) {}

    /** An endorsement key with an attestation key beside it. */
    public record Keys(Endorsement endorsement, byte[] endorsementKey, byte[] attestationKey) {}

    /** A new key on P-256 that this TPM signs with. */
    public KeyPair makeKey() throws IOException {
        tpm.lock().lock();
        try (Tpm.Loaded parent = parent()) {
            Tpm.Blobs made = tpm.create(parent.handle(), KeyTemplate.signing());
            return new KeyPair(
                    TpmPublic.parse(made.publicArea()).key(), new TpmPrivateKey(this, TpmKeyFile.ofOwner(made)));
        } finally {
            tpm.lock().unlock();
        }
    }

    /** The private key of a key file; whether this TPM is the one that made it shows when it is used. */
    public PrivateKey key(TpmKeyFile file) {
        return new TpmPrivateKey(this, file);
    }

    /** TPMT_SIGNATURE over a digest. */
    byte[] sign(TpmKeyFile key, TpmHash hash, byte[] digest) throws IOException {
        tpm.lock().lock();
        try (Tpm.Loaded loaded = load(key)) {
            return tpm.sign(loaded.handle(), hash, digest);
        } finally {
            tpm.lock().unlock();
        }
    }

    /** The endorsement key, as its maker certified it, and this organisation's attestation key. */
    public Keys keys(String org) throws IOException {
        tpm.lock().lock();
        try {
            Endorsement endorsement = Endorsement.find(tpm);
            byte[] area;
            try (Tpm.Loaded key =
                    tpm.createPrimary(Handles.ENDORSEMENT, endorsement.kind().template())) {
                area = Tpm.sized(key.key());
            }
            try (Tpm.Loaded ak = attestationKey(org)) {
                return new Keys(endorsement, area, Tpm.sized(ak.key()));
            }
        } finally {
            tpm.lock().unlock();
        }
    }

    /** The secret that somebody protected for the attestation key to the endorsement key. */
    public byte[] activate(String org, Endorsement endorsement, byte[] credential, byte[] secret) throws IOException {
        tpm.lock().lock();
        try (Tpm.Loaded ak = attestationKey(org);
                Tpm.Loaded ek = tpm.createPrimary(
                        Handles.ENDORSEMENT, endorsement.kind().template())) {
            return tpm.activate(ak.handle(), ek.handle(), endorsement.kind().byPolicy(), credential, secret);
        } finally {
            tpm.lock().unlock();
        }
    }

    /** The attestation key's word that a key is in this TPM. */
    public Tpm.Signed certify(String org, TpmKeyFile key, byte[] nonce) throws IOException {
        tpm.lock().lock();
        try (Tpm.Loaded loaded = load(key);
                Tpm.Loaded ak = attestationKey(org)) {
            return tpm.certify(loaded.handle(), ak.handle(), nonce);
        } finally {
            tpm.lock().unlock();
        }
    }

    /** A quote of registers, with their values read right before. */
    public Quoted quote(String org, byte[] nonce, List<Integer> pcrs) throws IOException {
        tpm.lock().lock();
        try (Tpm.Loaded ak = attestationKey(org)) {
            PcrValues values = tpm.pcrs(TpmHash.SHA256, pcrs);
            Tpm.Signed quote =
                    tpm.quote(ak.handle(), nonce, List.of(new PcrSelection(TpmHash.SHA256, new TreeSet<>(pcrs))));
            return new Quoted(quote, values, Tpm.sized(ak.key()));
        } finally {
            tpm.lock().unlock();
        }
    }

    /** The parent is flushed before the key is used. */
    private Tpm.Loaded load(TpmKeyFile key) throws IOException {
        try (Tpm.Loaded parent = parent()) {
            return tpm.load(parent.handle(), key.blobs());
        }
    }

    private Tpm.Loaded parent() throws IOException {
        return tpm.createPrimary(Handles.OWNER, KeyTemplate.storage());
    }

    /** Another key for each organisation: two of them cannot tell by the key that they see one device. */
    private Tpm.Loaded attestationKey(String org) throws IOException {
        byte[] unique = Sha256.of(("muster attestation key\0" + org).getBytes(StandardCharsets.UTF_8));
        return tpm.createPrimary(Handles.ENDORSEMENT, KeyTemplate.attestation(unique));
    }

    @Override
    public void close() throws IOException {
        tpm.close();
    }
}
