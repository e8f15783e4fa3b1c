package dev.muster.format.attest.tpm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the firmware measured at a boot (TCG PC Client Platform Firmware Profile §10): crypto-agile logs, and those of
 * SHA-1 alone.
 *
 * @param banks the hashes of every event
 * @param locality from which PCR 0 was started; 0 when the log does not say
 * @param events in their order, without the header
 */
public record EventLog(List<TpmHash> banks, int locality, List<Event> events) {
    /** An event of a real log has some kilobytes; option ROMs and signature databases tens. */
    private static final int MAX_EVENT_BYTES = 4 * 1024 * 1024;

    /** Firmware measures some hundreds of events. */
    private static final int MAX_EVENTS = 100_000;

    private static final int MAX_BANKS = 16;
    private static final int PCRS = 24;
    private static final int NO_ACTION = 3;
    private static final byte[] AGILE = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STARTUP = "StartupLocality\0".getBytes(StandardCharsets.US_ASCII);

    /** Names of event types (§10.4.1). */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0x00, "preboot certificate"),
            Map.entry(0x01, "POST code"),
            Map.entry(0x03, "no action"),
            Map.entry(0x04, "separator"),
            Map.entry(0x05, "action"),
            Map.entry(0x06, "event tag"),
            Map.entry(0x07, "S-CRTM contents"),
            Map.entry(0x08, "S-CRTM version"),
            Map.entry(0x09, "CPU microcode"),
            Map.entry(0x0A, "platform configuration flags"),
            Map.entry(0x0B, "table of devices"),
            Map.entry(0x0C, "compact hash"),
            Map.entry(0x0D, "boot loader"),
            Map.entry(0x0E, "boot loader partition data"),
            Map.entry(0x12, "non-host information"),
            Map.entry(0x80000001, "UEFI variable for a driver or setting"),
            Map.entry(0x80000002, "UEFI boot variable"),
            Map.entry(0x80000003, "UEFI boot application"),
            Map.entry(0x80000004, "UEFI boot driver"),
            Map.entry(0x80000005, "UEFI runtime driver"),
            Map.entry(0x80000006, "UEFI partition table"),
            Map.entry(0x80000007, "UEFI action"),
            Map.entry(0x80000008, "UEFI platform firmware"),
            Map.entry(0x80000009, "UEFI tables handed off"),
            Map.entry(0x8000000A, "UEFI platform firmware"),
            Map.entry(0x8000000B, "UEFI tables handed off"),
            Map.entry(0x8000000C, "UEFI boot variable"),
            Map.entry(0x800000E0, "UEFI authority of Secure Boot"));

    /**
     * One measurement.
     *
     * @param number from 1, the header being 0
     * @param pcr the register it was extended into
     * @param digests what was extended, by bank
     * @param data the firmware's description, unverified until the digest of it was compared
     */
    public record Event(int number, int pcr, int type, Map<TpmHash, byte[]> digests, byte[] data) {
        /** Events that say something and extend nothing. */
        public boolean isNoAction() {
            return type == NO_ACTION;
        }

        /** The kind in words. */
        public String name() {
            return NAMES.getOrDefault(type, "event 0x" + Integer.toHexString(type));
        }
    }

    public EventLog {
        banks = List.copyOf(banks);
        events = List.copyOf(events);
    }

    /** @throws TpmException when the bytes are no event log, or end within an event */
    public static EventLog parse(byte[] bytes) {
        TpmCursor in = TpmCursor.ofLog(bytes);
        int padding = padding(bytes);
        if (padding == 0 && bytes.length > 0) {
            throw in.fault("nothing but padding", "event");
        }
        Event header = old(in, 0);
        boolean agile = header.isNoAction() && startsWith(header.data(), AGILE);
        Map<Integer, Integer> sizes = agile ? sizes(header.data()) : Map.of(TpmHash.SHA1.id(), TpmHash.SHA1.length());
        List<Event> events = new ArrayList<>();
        if (!agile) {
            events.add(header);
        }
        int locality = 0;
        while (in.position() < padding) {
            if (events.size() >= MAX_EVENTS) {
                throw in.fault("more than " + MAX_EVENTS + " events", "event");
            }
            Event event = agile ? agile(in, events.size() + 1, sizes) : old(in, events.size());
            if (event.isNoAction() && startsWith(event.data(), STARTUP) && event.data().length > STARTUP.length) {
                locality = event.data()[STARTUP.length];
            }
            events.add(event);
        }
        List<TpmHash> banks = sizes.keySet().stream()
                .map(TpmHash::of)
                .flatMap(Optional::stream)
                .toList();
        return new EventLog(banks, locality, events);
    }

    /** From where on nothing but zeros or ones follow, else the length: firmware and coreboot set memory aside, and tools copy all of it. */
    public static int padding(byte[] bytes) {
        int end = bytes.length;
        byte last = end == 0 ? 0 : bytes[end - 1];
        while (end > 0 && bytes[end - 1] == last && (last == 0 || last == (byte) 0xFF)) {
            end--;
        }
        return end;
    }

    private static boolean startsWith(byte[] data, byte[] start) {
        return data.length >= start.length && Arrays.equals(start, 0, start.length, data, 0, start.length);
    }

    /** TCG_PCR_EVENT: a SHA-1 digest; also the form of the header of an agile log. */
    private static Event old(TpmCursor in, int number) {
        int pcr = in.i32("event/pcrIndex");
        int type = in.i32("event/eventType");
        byte[] digest = in.bytes("event/digest", TpmHash.SHA1.length());
        byte[] data = in.bytes("event/data", in.size32("event/eventSize", MAX_EVENT_BYTES));
        return new Event(number, pcr, type, Map.of(TpmHash.SHA1, digest), data);
    }

    /** TCG_EfiSpecIdEvent: which hashes every event has, and how long they are. */
    private static Map<Integer, Integer> sizes(byte[] data) {
        TpmCursor in = TpmCursor.ofLog(data);
        in.bytes("header/signature", AGILE.length);
        in.bytes("header/platform", 8);
        int count = in.size32("header/numberOfAlgorithms", MAX_BANKS);
        Map<Integer, Integer> sizes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            sizes.put(in.u16("header/algorithm"), in.u16("header/digestSize"));
        }
        return sizes;
    }

    private static Event agile(TpmCursor in, int number, Map<Integer, Integer> sizes) {
        int pcr = in.i32("event/pcrIndex");
        int type = in.i32("event/eventType");
        int count = in.size32("event/digests", MAX_BANKS);
        Map<TpmHash, byte[]> digests = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int id = in.u16("event/algorithm");
            Integer size = sizes.get(id);
            if (size == null) {
                throw in.fault("the header does not name the hash 0x" + Integer.toHexString(id), "event/algorithm");
            }
            byte[] digest = in.bytes("event/digest", size);
            TpmHash.of(id).filter(hash -> hash.length() == size).ifPresent(hash -> digests.put(hash, digest));
        }
        byte[] data = in.bytes("event/data", in.size32("event/eventSize", MAX_EVENT_BYTES));
        return new Event(number, pcr, type, digests, data);
    }

    /**
     * The values that the PCRs of a bank have after these events: events of no action extend nothing, and PCR 0 begins at
     * the locality that the log announces.
     *
     * @return by number; only registers that something was extended into
     */
    public SortedMap<Integer, byte[]> replay(TpmHash bank) {
        SortedMap<Integer, byte[]> values = new TreeMap<>();
        for (Event event : events) {
            byte[] digest = event.digests().get(bank);
            if (!event.isNoAction() && digest != null && event.pcr() >= 0 && event.pcr() < PCRS) {
                values.merge(
                        event.pcr(),
                        bank.extend(begin(bank, event.pcr()), digest),
                        (before, first) -> bank.extend(before, digest));
            }
        }
        return values;
    }

    /**
     * The first event that a register did not have yet when it had a value: a log that goes on after a quote.
     *
     * @return empty when the register never has this value, or only at its end
     */
    public Optional<Event> firstAfter(TpmHash bank, int pcr, byte[] value) {
        byte[] now = begin(bank, pcr);
        for (Event event : of(bank, pcr)) {
            if (Arrays.equals(now, value)) {
                return Optional.of(event);
            }
            now = bank.extend(now, Arrays.copyOf(event.digests().getOrDefault(bank, new byte[0]), bank.length()));
        }
        return Optional.empty();
    }

    private byte[] begin(TpmHash bank, int pcr) {
        byte[] begin = new byte[bank.length()];
        if (pcr == 0) {
            begin[begin.length - 1] = (byte) locality;
        } else if (pcr >= 17 && pcr <= 22) {
            Arrays.fill(begin, (byte) 0xFF); // dynamic launch registers, before a launch
        }
        return begin;
    }

    /**
     * The first event of a register whose digest is not that of another log of the same machine: where a boot went another
     * way.
     *
     * @param good a log that is known
     * @return the event of this log; empty when this log has all of the other's events and no more
     */
    public Optional<Event> firstDifference(EventLog good, TpmHash bank, int pcr) {
        List<Event> mine = of(bank, pcr);
        List<Event> theirs = good.of(bank, pcr);
        for (int i = 0; i < mine.size(); i++) {
            boolean same = i < theirs.size()
                    && Arrays.equals(
                            mine.get(i).digests().get(bank),
                            theirs.get(i).digests().get(bank));
            if (!same) {
                return Optional.of(mine.get(i));
            }
        }
        return mine.size() < theirs.size() ? Optional.of(theirs.get(mine.size())) : Optional.empty();
    }

    private List<Event> of(TpmHash bank, int pcr) {
        return events.stream()
                .filter(event -> event.pcr() == pcr
                        && !event.isNoAction()
                        && event.digests().containsKey(bank))
                .toList();
    }
}
