package dev.muster.format.network.flows;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import dev.muster.format.network.nft.TlsRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Strict bytes to records. */
final class FlowReader {
    /** Seconds up to the year 9999, so that every time that is read can also be shown. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private FlowReader() {}

    static FlowReport report(byte[] bytes) {
        try {
            CborArray all = Cbor.parse(bytes).asArray();
            boolean before = all.size() > 0 && all.get(0).asLong() == FlowReport.VERSION_BEFORE;
            boolean tls = !before && all.size() > 0 && all.get(0).asLong() == FlowReport.VERSION;
            if (!before && !tls && all.get(0).asLong() != FlowReport.VERSION_WITHOUT_TLS) {
                throw fault("not version " + FlowReport.VERSION, all.get(0));
            }
            array(all, before ? 3 : tls ? 5 : 4);
            List<FlowReport.Said> said = new ArrayList<>();
            for (Cbor each : tls ? list(all.get(4), FlowReport.MEMBERS_MOST) : List.<Cbor>of()) {
                CborArray parts = array(each, 3);
                said.add(new FlowReport.Said(
                        parts.get(0).asText(),
                        parts.get(1).asBoolean(),
                        parts.get(2).asText()));
            }
            List<FlowReport.Member> members = new ArrayList<>();
            for (Cbor each : list(all.get(2), FlowReport.MEMBERS_MOST)) {
                members.add(member(each, tls));
            }
            return new FlowReport(time(all.get(1)), members, before ? Optional.empty() : changed(all.get(3)), said);
        } catch (CborException e) {
            throw new FlowException(e.reason(), e.path(), e.offset());
        } catch (IllegalArgumentException e) {
            throw new FlowException(String.valueOf(e.getMessage()), "/", -1);
        }
    }

    private static Optional<FlowReport.Changed> changed(Cbor item) {
        if (item.asArray().size() == 0) {
            return Optional.empty();
        }
        CborArray parts = array(item, 3);
        return Optional.of(new FlowReport.Changed(
                parts.get(0).asLong(), time(parts.get(1)), parts.get(2).asText()));
    }

    private static FlowReport.Member member(Cbor item, boolean tls) {
        CborArray parts = array(item, tls ? 6 : 5);
        List<FlowReport.Refused> refused = new ArrayList<>();
        for (Cbor each : list(parts.get(3), FlowReport.REFUSED_MOST)) {
            refused.add(refused(each));
        }
        List<FlowReport.Used> used = new ArrayList<>();
        for (Cbor each : list(parts.get(4), FlowReport.USED_MOST)) {
            CborArray pair = array(each, 2);
            used.add(new FlowReport.Used(pair.get(0).asText(), pair.get(1).asLong()));
        }
        List<FlowReport.OtherTls> other = new ArrayList<>();
        for (Cbor each : tls ? list(parts.get(5), FlowReport.TLS_MOST) : List.<Cbor>of()) {
            other.add(other(each));
        }
        return new FlowReport.Member(
                parts.get(0).asText(), parts.get(1).asLong(), parts.get(2).asLong(), refused, used, other);
    }

    private static FlowReport.OtherTls other(Cbor item) {
        CborArray parts = array(item, 8);
        TlsRules.Mode mode =
                TlsRules.Mode.ofWord(parts.get(4).asText()).orElseThrow(() -> fault("no mode", parts.get(4)));
        return new FlowReport.OtherTls(
                parts.get(0).asText(),
                number(parts.get(1)),
                parts.get(2).asText(),
                parts.get(3).asText(),
                mode,
                parts.get(5).asLong(),
                time(parts.get(6)),
                time(parts.get(7)));
    }

    private static FlowReport.Refused refused(Cbor item) {
        CborArray parts = array(item, 8);
        return new FlowReport.Refused(
                parts.get(0).asBoolean(),
                number(parts.get(1)),
                number(parts.get(2)),
                parts.get(3).asText(),
                number(parts.get(4)),
                parts.get(5).asLong(),
                time(parts.get(6)),
                time(parts.get(7)));
    }

    private static int number(Cbor item) {
        long value = item.asLong();
        if (value < 0 || value > 65535) {
            throw fault("number is out of range", item);
        }
        return (int) value;
    }

    private static Instant time(Cbor item) {
        long seconds = item.asLong();
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw fault("time is out of range", item);
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static CborArray array(Cbor item, int parts) {
        CborArray array = item.asArray();
        if (array.size() != parts) {
            throw fault("expected " + parts + " parts", array);
        }
        return array;
    }

    private static List<Cbor> list(Cbor item, int most) {
        CborArray array = item.asArray();
        if (array.size() > most) {
            throw fault("more than " + most, array);
        }
        List<Cbor> all = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            all.add(array.get(i));
        }
        return all;
    }

    private static FlowException fault(String reason, Cbor at) {
        return new FlowException(reason, at.path(), at.offset());
    }
}
