package dev.muster.core.joining.authorities;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What must be remembered of an organisation's authorities. */
public interface AuthorityStore {
    /** All of them, also those that are retired, the newest first. */
    List<Authority> authorities();

    /** Certificates under an authority that a device could still show: not ended, not replaced, not of a retired device. */
    long live(String fingerprint, Instant now);

    /** The step that waits for a word. */
    Optional<Proposal> proposal();
}
