package dev.muster.ledger.sequence;

import dev.muster.core.ledger.OrgId;
import java.util.Optional;

/**
 * How a follower stands in one organisation.
 *
 * @param next first index it has not finished
 * @param size entries there are
 * @param failures since it last succeeded
 * @param lastError of the last failure
 */
public record FollowerStatus(String name, OrgId org, long next, long size, long failures, Optional<String> lastError) {}
