package dev.muster.agent.state;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.update.keys.ReleaseKeyList;
import dev.muster.format.update.keys.SignedKeyList;
import dev.muster.format.update.keys.TrustedKeys;
import dev.muster.format.update.keys.TrustedKeys.Following;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that sign this device's updates: the maker's, and every list since then, kept with its signatures in {@code
 * state/release-keys}. At each start the whole chain is followed again from the maker's keys, so that whoever writes into
 * the file adds no key of his. A power cut leaves the chain as it was or as it is.
 */
public final class ReleaseKeyChain {
    private static final String FILE = "release-keys";

    private final DeviceRoots roots;
    private final String product;
    private final List<byte[]> kept = new ArrayList<>();
    private TrustedKeys trusted;
    private boolean torn;

    /** @param product the device's own */
    public ReleaseKeyChain(DeviceRoots roots, String product) throws IOException {
        this.roots = roots;
        this.product = product;
        this.trusted = made(roots);
        Path file = file(roots);
        if (Files.exists(file)) {
            try {
                torn = step(read(file)).isPresent();
            } catch (IOException unreadable) {
                torn = true;
            }
        }
    }

    private static TrustedKeys made(DeviceRoots roots) throws IOException {
        List<VerificationKey> keys = Credential.certificates(Factory.makers(roots)).stream()
                .map(certificate -> VerificationKey.of(certificate.getPublicKey()))
                .toList();
        int needed = Factory.makersNeeded(roots);
        try {
            return TrustedKeys.made(keys, needed);
        } catch (IllegalArgumentException e) {
            throw new IOException(Factory.makers(roots) + ": " + e.getMessage(), e);
        }
    }

    /** Where the lists are kept. */
    public static Path file(DeviceRoots roots) {
        return roots.state().resolve(FILE);
    }

    /** Lists from a file, the oldest first. */
    public static List<SignedKeyList> read(Path file) throws IOException {
        long most = ReleaseKeyList.LAST_EPOCH * SignedKeyList.MAX_BYTES;
        if (Files.size(file) > most) {
            throw new IOException(file + " is larger than " + most + " bytes");
        }
        try {
            return SignedKeyList.parseSeveral(Files.readAllBytes(file), (int) ReleaseKeyList.LAST_EPOCH);
        } catch (MalformedException e) {
            throw new IOException(file + " holds no lists of release keys: " + e.getMessage(), e);
        }
    }

    /** Whom the device obeys now. */
    public TrustedKeys trusted() {
        return trusted;
    }

    /** Whether some of what was kept cannot be followed: keys that were given up may count again until it is. */
    public boolean isTorn() {
        return torn;
    }

    /**
     * Follows lists in turn, those that are known already aside. What is followed is kept before it counts.
     *
     * @return why one of them was not followed
     */
    public Optional<Following.Refused> follow(List<SignedKeyList> lists) throws IOException {
        List<SignedKeyList> fresh = lists.stream()
                .filter(one -> one.list().epoch() > trusted.epoch())
                .toList();
        TrustedKeys before = trusted;
        int had = kept.size();
        Optional<Following.Refused> refused = step(fresh);
        if (kept.size() > had) {
            try {
                AtomicFile.write(file(roots), SignedKeyList.several(kept), roots.durability());
            } catch (IOException e) {
                trusted = before;
                kept.subList(had, kept.size()).clear();
                throw e;
            }
            torn = false;
        }
        return refused;
    }

    private Optional<Following.Refused> step(List<SignedKeyList> lists) {
        for (SignedKeyList next : lists) {
            switch (trusted.follow(next, product)) {
                case Following.Refused refused -> {
                    return Optional.of(refused);
                }
                case Following.Followed followed -> {
                    trusted = followed.keys();
                    kept.add(next.encode());
                }
            }
        }
        return Optional.empty();
    }
}
