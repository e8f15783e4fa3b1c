package dev.muster.core.attestation;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Subject;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.CorimException;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Profiles;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.crypto.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The desk for reference values: whose are they, and may that maker speak about these devices? */
public final class References {
    /** Subject kind of a signed manifest. */
    public static final String KIND = "reference";

    private References() {}

    /** What was read from the bytes of a manifest, with the anchor that verifies it. */
    public sealed interface Reading {
        record Read(byte[] bytes, SignedCorim signed, Optional<MakerAnchor> anchor) implements Reading {}

        record Unreadable(String detail) implements Reading {}
    }

    /** What becomes of a manifest. */
    public sealed interface Answer {
        /** @param warnings what the manifest cannot prove, one sentence each */
        record Added(ReferenceValuesAdded event, List<String> warnings) implements Answer {}

        /** The same manifest was accepted before. */
        record Known(String digest) implements Answer {}

        record Refused(Refusal refusal, String detail) implements Answer, Refusing {
            @Override
            public Kind kind() {
                return Kind.UNACCEPTABLE;
            }

            @Override
            public String reason() {
                return refusal.code();
            }
        }
    }

    /** Reads and verifies a manifest; needs nothing but the anchors, so it runs outside the transaction. */
    public static Reading read(byte[] bytes, List<MakerAnchor> anchors, CoseVerifier verifier) {
        try {
            SignedCorim signed = SignedCorim.parse(bytes);
            return new Reading.Read(bytes, signed, anchor(signed, anchors, verifier));
        } catch (CorimException fault) {
            return new Reading.Unreadable(String.valueOf(fault.getMessage()));
        }
    }

    private static Optional<MakerAnchor> anchor(SignedCorim signed, List<MakerAnchor> anchors, CoseVerifier verifier) {
        return anchors.stream()
                .filter(anchor -> verifies(anchor, signed.message(), verifier))
                .findFirst();
    }

    /** When the message names a key, only that one is tried. An anchor of an unknown algorithm verifies nothing. */
    private static boolean verifies(MakerAnchor anchor, CoseSign1 message, CoseVerifier verifier) {
        try {
            CoseKey key = CoseKey.parse(anchor.key());
            Optional<byte[]> named = message.kid();
            boolean meant = named.isEmpty()
                    || key.kid().filter(id -> Arrays.equals(id, named.get())).isPresent();
            return meant && verifier.verify(message, key).valid();
        } catch (MalformedException unusable) {
            return false;
        }
    }

    /** @param staged whether the values count only from a rollout of their version, or a person's word, on */
    public static Decision<Answer> add(Reading reading, boolean staged, AttestationStore known, Instant now) {
        if (!(reading instanceof Reading.Read read)) {
            return refuse(Refusal.MALFORMED, ((Reading.Unreadable) reading).detail());
        }
        // The anchor was looked up before the transaction: it must still stand.
        Optional<MakerAnchor> anchor = read.anchor().filter(known.makers()::contains);
        if (anchor.isEmpty()) {
            return refuse(
                    Refusal.SIGNER_UNKNOWN,
                    "no registered key verifies what " + read.signed().signer() + " signed");
        }
        String digest = HexFormat.of().formatHex(Sha256.of(read.bytes()));
        if (known.hasManifest(digest)) {
            return Decision.of(new Answer.Known(digest));
        }
        Optional<Answer> refusal = refusal(read.signed(), anchor.get(), now);
        if (refusal.isPresent()) {
            return Decision.of(refusal.get());
        }
        ReferenceValuesAdded event = new ReferenceValuesAdded(
                anchor.get().maker(),
                digest,
                read.bytes(),
                read.signed().corim().id().toString(),
                releases(triples(read.signed())),
                read.signed().tolerated(),
                ReferenceSet.idAfter(known.referenceSetId(), digest),
                Optional.of(anchor.get().key()));
        List<Draft> drafts = new ArrayList<>();
        drafts.add(new Draft(new Subject(KIND, digest), now, anchor.get().maker(), event));
        if (staged) {
            drafts.addAll(staging(event, now));
        }
        return Decision.of(
                new Answer.Added(
                        event,
                        ReferenceLint.warnings(read.signed(), anchor.get().maker(), known.references(), now)),
                drafts);
    }

    private static List<Draft> staging(ReferenceValuesAdded event, Instant now) {
        ReferenceSet.Document document = event.document();
        List<LifeChange> changes = document.corim().comids().stream()
                .map(comid -> comid.tagId().toString())
                .distinct()
                .map(tag -> new LifeChange(event.digest(), tag, Life.staged("as submitted")))
                .toList();
        return Lives.drafts(changes, event.maker(), List.of(document), event.referenceSet(), now);
    }

    private static Optional<Answer> refusal(SignedCorim signed, MakerAnchor anchor, Instant now) {
        for (Optional<Validity> span :
                List.of(signed.signatureValidity(), signed.corim().validity())) {
            if (span.isPresent() && now.isAfter(span.get().notAfter())) {
                return Optional.of(new Answer.Refused(
                        Refusal.NOT_VALID_NOW, "it ended at " + span.get().notAfter()));
            }
        }
        Optional<Profiles.Refusal> broken = Profiles.refusal(signed.corim());
        if (broken.isPresent()) {
            return Optional.of(new Answer.Refused(
                    broken.get().code().equals("profile-unknown") ? Refusal.PROFILE_UNKNOWN : Refusal.PROFILE_BROKEN,
                    broken.get().toString()));
        }
        List<Environment> environments = environments(signed);
        if (environments.isEmpty() && signed.corim().cotls().isEmpty()) {
            return Optional.of(new Answer.Refused(
                    Refusal.NO_REFERENCE_VALUES,
                    "the manifest has neither reference values, endorsements, keys nor a tag list"));
        }
        // Without a vendor it is the register that says whose device it is: reference values count for the devices of
        // the maker that signed them, and for no other.
        for (Environment environment : environments) {
            if (environment
                    .vendor()
                    .filter(vendor -> !vendor.equals(anchor.maker()))
                    .isPresent()) {
                return Optional.of(new Answer.Refused(
                        Refusal.NOT_YOUR_DEVICE,
                        "the key of " + anchor.maker() + " cannot speak about devices of "
                                + environment.vendor().get()));
            }
        }
        return Optional.empty();
    }

    private static List<Environment> environments(SignedCorim signed) {
        return signed.corim().comids().stream()
                .flatMap(comid -> comid.triples().stream())
                .flatMap(triple -> about(triple).stream())
                .toList();
    }

    /** What a triple speaks about. Domains and software tags name what is there, and say nothing of how it should be. */
    private static List<Environment> about(Triple triple) {
        return switch (triple) {
            case Triple.Reference reference -> List.of(reference.environment());
            case Triple.Keys keys -> List.of(keys.environment());
            case Triple.Endorsed endorsed -> List.of(endorsed.environment());
            case Triple.Conditional conditional ->
                conditional.endorsements().stream()
                        .map(Triple.Endorsed::environment)
                        .toList();
            case Triple.Series series -> List.of(series.common().environment());
            case Triple.Domain domain -> List.of(domain.domain());
            case Triple.Software software -> List.of();
            case Triple.Other other -> List.of();
        };
    }

    private static List<Triple.Reference> triples(SignedCorim signed) {
        return signed.corim().comids().stream()
                .flatMap(comid -> comid.references().stream())
                .toList();
    }

    private static List<ReferenceValuesAdded.Release> releases(List<Triple.Reference> triples) {
        List<ReferenceValuesAdded.Release> releases = new ArrayList<>();
        for (Triple.Reference triple : triples) {
            ReferenceValue value = ReferenceValue.of("", triple.environment(), triple.measurements());
            releases.add(new ReferenceValuesAdded.Release(
                    triple.environment().model().orElse(""),
                    value.version().orElse(""),
                    value.slotDigest().map(Digest::hex).orElse("")));
        }
        return releases;
    }

    private static Decision<Answer> refuse(Refusal refusal, String detail) {
        return Decision.of(new Answer.Refused(refusal, detail));
    }
}
