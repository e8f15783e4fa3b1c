package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * An operator said which devices of an anchor's maker may join; before, and for anchors without such an entry, it is
 * {@link Admission#ANY}. Subject: as in {@link AnchorAdded}.
 */
@EntryType("joining.admission-set")
public record AdmissionSet(Admission admission) implements JoiningEvent {}
