package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.Optional;

/**
 * A device told how its user stands to an update that is offered softly. Subject: {@code device/<id>}.
 *
 * @param envelope what the order names, hexadecimal SHA-256
 * @param release the release with this envelope; empty for none of ours
 * @param standing {@code asked}, {@code postponed} or {@code consented}
 * @param until when the user is asked again, after {@code postponed}
 */
@EntryType("update.user-asked")
public record UserAsked(String envelope, String release, String standing, Optional<Instant> until)
        implements UpdateEvent {}
