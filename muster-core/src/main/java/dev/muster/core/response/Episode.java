package dev.muster.core.response;

import java.time.Instant;
import java.util.Optional;

/**
 * What has been done about one device since its evidence first contradicted the reference values.
 *
 * @param openedAt when the first measure was asked for
 * @param verdictEntry index of the verdict that caused the latest measure
 * @param rollBacks how many roll backs were asked for
 * @param lastRollBackAt when the latest was
 * @param caseOpened whether it was handed to a person
 */
public record Episode(
        Instant openedAt, long verdictEntry, int rollBacks, Optional<Instant> lastRollBackAt, boolean caseOpened) {}
