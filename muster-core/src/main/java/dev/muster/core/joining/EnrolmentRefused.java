package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * Somebody was not let in. Subject: {@code org/<id>}, and not the device that was claimed, because nothing shows that it
 * was that device. One entry may stand for many attempts, see {@link RefusalMeter}.
 *
 * @param reason stable code of the last attempt
 * @param detail one sentence
 * @param claimed the serial number that was claimed, cut to 64 characters, may be empty
 * @param source network address, or {@code *} for many
 * @param count how many attempts this entry stands for
 * @param since when the first of them was
 */
@EntryType("joining.refused")
public record EnrolmentRefused(String reason, String detail, String claimed, String source, long count, Instant since)
        implements JoiningEvent {}
