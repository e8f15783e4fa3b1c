package dev.muster.core.attestation;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.cmw.Cmw;
import dev.muster.format.attest.cmw.CmwJson;
import dev.muster.format.attest.cmw.CmwReader;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.eat.ClaimsSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evidence in a conceptual message wrapper (RFC 9999): what is inside says what it is. Of a collection every member is read,
 * each by its scheme; together they are one statement, whose first member names the device.
 */
final class Wrapped {
    static final String CBOR = "application/cmw+cbor";
    static final String JSON = "application/cmw+json";
    static final Set<String> MEDIA_TYPES = Set.of(CBOR, JSON);

    /** CoAP content formats of evidence (RFC 9782 §5). */
    private static final Map<Integer, String> FORMATS = Map.of(
            263, "application/eat+cwt",
            264, "application/eat+jwt",
            265, "application/eat-bun+cbor",
            266, "application/eat-bun+json",
            267, "application/eat-ucs+cbor",
            268, "application/eat-ucs+json");

    private final Schemes schemes;
    private final EvidenceKeys keys;

    Wrapped(Schemes schemes, EvidenceKeys keys) {
        this.schemes = schemes;
        this.keys = keys;
    }

    /** What is in the wrapper; empty when the bytes are no wrapper but something else of that media type. */
    static Optional<Cmw> open(String mediaType, byte[] evidence) {
        try {
            return Optional.of(mediaType.equals(JSON) ? CmwJson.parse(evidence) : CmwReader.parse(evidence));
        } catch (MalformedException other) {
            return Optional.empty();
        }
    }

    EvidenceReading read(Cmw wrapper) {
        return switch (wrapper) {
            case Cmw.Message message -> read(message);
            case Cmw.Tagged tagged -> read(new Cmw.Type.ContentFormat(tagged.contentFormat()), tagged.value());
            case Cmw.Collection collection -> read(collection);
        };
    }

    private EvidenceReading read(Cmw.Message message) {
        if (message.indicator() != 0 && (message.indicator() & Cmw.EVIDENCE) == 0) {
            return new EvidenceReading.Unreadable(Refusal.MALFORMED, "the wrapper says that this is no evidence");
        }
        return read(message.type(), message.value());
    }

    private EvidenceReading read(Cmw.Type type, byte[] value) {
        Optional<String> named = switch (type) {
            case Cmw.Type.Media media -> Optional.of(media.type());
            case Cmw.Type.ContentFormat format -> Optional.ofNullable(FORMATS.get(format.number()));
        };
        return named.filter(one -> !MEDIA_TYPES.contains(Schemes.bare(one)))
                .map(one -> schemes.read(one, value, keys))
                .orElseGet(() -> new EvidenceReading.Unreadable(
                        Refusal.MEDIA_TYPE_UNKNOWN, "no scheme reads what the wrapper calls " + type));
    }

    private EvidenceReading read(Cmw.Collection collection) {
        List<String> labels = new ArrayList<>();
        List<Statement> members = new ArrayList<>();
        for (Map.Entry<String, Cmw> entry : collection.messages().entrySet()) {
            switch (read(entry.getValue())) {
                case EvidenceReading.Unreadable bad -> {
                    return new EvidenceReading.Unreadable(
                            bad.refusal(), "of the member " + entry.getKey() + ": " + bad.detail());
                }
                case EvidenceReading.Read good -> {
                    labels.add(entry.getKey());
                    members.add(good.statement());
                }
            }
        }
        Statement first = members.getFirst();
        for (Statement member : members) {
            if (!Arrays.equals(member.nonce(), first.nonce())) {
                return new EvidenceReading.Unreadable(
                        Refusal.NONCE_UNKNOWN, "the members of the collection are for different nonces");
            }
        }
        return new EvidenceReading.Read(together(labels, members));
    }

    /** The first member with everything that the others measured: under their own environment, or behind their label. */
    private static Statement together(List<String> labels, List<Statement> members) {
        Statement first = members.getFirst();
        Map<MeasuredElement, List<MeasurementValues>> elements =
                new LinkedHashMap<>(first.measured().elements());
        List<Statement.Part> parts = new ArrayList<>(first.parts());
        List<String> remarks = new ArrayList<>(first.remarks());
        Proof weakest = first.proof();
        Measured whole = first.measured();
        ClaimsSet.Times times = first.times();
        for (int i = 1; i < members.size(); i++) {
            Statement member = members.get(i);
            String label = labels.get(i);
            times = times.and(member.times());
            weakest = weakest.proved() && !member.proof().proved() ? member.proof() : weakest;
            if (member.device().environment().isPresent()) {
                parts.add(
                        new Statement.Part(label, member.device().environment().get(), member.measured()));
            } else {
                member.measured()
                        .elements()
                        .forEach((key, values) -> elements.put(MeasuredElement.of(label + "/" + key), values));
                whole = new Measured(
                        elements, Optional.empty(), List.of(), whole.quoted(), whole.ran(), whole.booted());
            }
            parts.addAll(member.parts());
            remarks.addAll(member.remarks());
        }
        List<Statement.Signed> signed =
                members.stream().flatMap(member -> member.signed().stream()).toList();
        return first.of(whole, weakest, times, remarks, parts, signed);
    }
}
