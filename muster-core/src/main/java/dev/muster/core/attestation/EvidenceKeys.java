package dev.muster.core.attestation;

import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.core.devices.DeviceId;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.crypto.Keys;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys that may have signed a device's evidence, as a scheme asks for them. */
public interface EvidenceKeys {
    /** The key that the device was enrolled with and has just shown the possession of; empty without a session. */
    Optional<PublicKey> enrolled();

    /**
     * Attestation keys that makers registered for an environment, by attest-key or identity triples of their CoRIMs.
     *
     * @param stated what the evidence is of, as fully as it says
     */
    List<PublicKey> attesters(Environment stated);

    /** Ids of keys, such as the names of TPM keys, that makers registered along with keys for an environment. */
    default List<byte[]> keyIds(Environment stated) {
        return List.of();
    }

    /** Keys that the verifier shares with whom the evidence names. */
    default List<SharedKey> shared(Environment stated) {
        return List.of();
    }

    /**
     * The device's key when the device itself authenticated the channel that the evidence came through: what vouches for
     * claims without a signature (RFC 9781 §3). Empty without such a channel.
     */
    default Optional<PublicKey> channel() {
        return Optional.empty();
    }

    /**
     * Where an attestation key lives that the device proved to be in its TPM; empty for one that it did not.
     *
     * @param name of the key, with its hash's number before it
     */
    default Optional<KeyHome> activated(byte[] name) {
        return Optional.empty();
    }

    /** Whose session it is: maker, model, and as instance the UEID of the device; empty without a session. */
    default Optional<Environment> device() {
        return Optional.empty();
    }

    /**
     * The keys to read the evidence of an entry again.
     *
     * @param proved where the entry's key lived, when it is one that a device proved
     * @param references the set of the entry
     * @param shared every shared key there ever was, for an entry under one of them
     * @throws dev.muster.format.crypto.CryptoException when the entry's key cannot be read
     */
    static EvidenceKeys again(
            EvidenceAppraised before, Optional<KeyHome> proved, ReferenceSet references, SharedKeys shared) {
        boolean isShared = SharedKey.named(before.deviceKey()).isPresent();
        EvidenceKeys own = isShared
                ? of(Optional.empty(), references, Optional.empty())
                : only(Keys.publicKey(before.deviceKey()), proved, references);
        return new WithShared(own, shared);
    }

    /** One key for everything: that of an entry, to read its evidence again. */
    static EvidenceKeys only(PublicKey key) {
        return only(key, Optional.empty());
    }

    /**
     * The same for an entry whose evidence rests on an attestation key that was proved.
     *
     * @param proved where that key lived then
     */
    static EvidenceKeys only(PublicKey key, Optional<KeyHome> proved) {
        return only(key, proved, ReferenceSet.empty());
    }

    /**
     * The same with the keys of tokens inside, which the entry does not name.
     *
     * @param references the set of the entry
     */
    static EvidenceKeys only(PublicKey key, Optional<KeyHome> proved, ReferenceSet references) {
        return new EvidenceKeys() {
            @Override
            public Optional<PublicKey> enrolled() {
                return Optional.of(key);
            }

            @Override
            public Optional<PublicKey> channel() {
                return Optional.of(key);
            }

            @Override
            public List<PublicKey> attesters(Environment stated) {
                List<PublicKey> all = new ArrayList<>(List.of(key));
                all.addAll(references.attesters(stated));
                return all;
            }

            @Override
            public Optional<KeyHome> activated(byte[] name) {
                return proved;
            }
        };
    }

    /** The same for a device that is enrolled. */
    static EvidenceKeys of(PublicKey enrolled, ReferenceSet references, Optional<Environment> device) {
        return of(Optional.of(enrolled), references, device);
    }

    /**
     * The keys of a session: the enrolled one, and the attestation keys that a reference set has.
     *
     * @param device see {@link #device()}
     */
    static EvidenceKeys of(Optional<PublicKey> enrolled, ReferenceSet references, Optional<Environment> device) {
        return new EvidenceKeys() {
            @Override
            public Optional<PublicKey> enrolled() {
                return enrolled;
            }

            @Override
            public List<PublicKey> attesters(Environment stated) {
                return references.attesters(stated);
            }

            @Override
            public List<byte[]> keyIds(Environment stated) {
                return references.keyIds(stated);
            }

            @Override
            public Optional<Environment> device() {
                return device;
            }
        };
    }

    /** The environment of a device of the register: its class, and as instance its UEID (tag 550). */
    static Environment environment(AttestationStore.Origin origin, DeviceId device) {
        Ueid ueid = Ueid.of(origin.maker(), origin.model(), device.value());
        return Environment.of(origin.maker(), origin.model()).withInstance(TypedBytes.ueid(ueid.bytes()));
    }
}
