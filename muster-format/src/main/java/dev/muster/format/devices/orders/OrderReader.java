package dev.muster.format.devices.orders;

import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Strict bytes to records. Keys that this version does not know are skipped, missing ones are malformed. */
final class OrderReader {

    /** Seconds up to the year 9999, so that every time that is read can also be shown. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private final CborReader reader;
    private final String path;

    private OrderReader(CborReader reader, String path) {
        this.reader = reader;
        this.path = path;
    }

    static OrderList list(byte[] bytes) {
        return guarded("orders", () -> {
            CborReader reader = CborReader.of(bytes);
            int count = reader.readArrayHeader();
            if (count > OrderList.MAX_ORDERS) {
                throw new OrderException("more than " + OrderList.MAX_ORDERS + " orders", "orders", 0);
            }
            List<Order> orders = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                orders.add(new OrderReader(reader, "orders[" + i + "]").order());
            }
            reader.end();
            return new OrderList(orders);
        });
    }

    static OrderReport report(byte[] bytes) {
        return guarded("report", () -> {
            CborReader reader = CborReader.of(bytes);
            OrderReport report = new OrderReader(reader, "report").report();
            reader.end();
            return report;
        });
    }

    static OrderAction action(int kind, byte[] args) {
        return guarded("args", () -> {
            CborReader reader = CborReader.of(args);
            OrderAction action = new OrderReader(reader, "args").action(kind);
            reader.end();
            return action;
        });
    }

    /** Shapes that the records themselves refuse are malformed here: the bytes say something no order can say. */
    private static <T> T guarded(String path, Supplier<T> read) {
        try {
            return read.get();
        } catch (CborException e) {
            throw new OrderException(e.reason(), path + e.path(), e);
        } catch (IllegalArgumentException e) {
            throw new OrderException(String.valueOf(e.getMessage()), path, e);
        }
    }

    private Order order() {
        Map<Integer, Object> found = new HashMap<>();
        byte[] args = null;
        int entries = reader.readMapHeader();
        for (int i = 0; i < entries; i++) {
            long key = reader.readLong();
            switch (Math.clamp(key, -1, Integer.MAX_VALUE)) {
                case CodePoints.ID -> found.put(CodePoints.ID, reader.readText());
                case CodePoints.SEQUENCE -> found.put(CodePoints.SEQUENCE, reader.readLong());
                case CodePoints.KIND -> found.put(CodePoints.KIND, reader.readLong());
                case CodePoints.ISSUED_AT -> found.put(CodePoints.ISSUED_AT, seconds());
                case CodePoints.EXPIRES_AT -> found.put(CodePoints.EXPIRES_AT, seconds());
                case CodePoints.ARGS -> args = reader.readSpan();
                default -> reader.skip();
            }
        }
        if (args == null) {
            throw missing(CodePoints.ARGS);
        }
        long kind = require(found, CodePoints.KIND, Long.class);
        if (kind < 0 || kind > Integer.MAX_VALUE) {
            throw new OrderException("kind is out of range", path + "/" + CodePoints.KIND, reader.position());
        }
        return new Order(
                require(found, CodePoints.ID, String.class),
                require(found, CodePoints.SEQUENCE, Long.class),
                action((int) kind, args),
                require(found, CodePoints.ISSUED_AT, Instant.class),
                require(found, CodePoints.EXPIRES_AT, Instant.class));
    }

    private OrderAction action(int kind) {
        Optional<OrderKind> known = OrderKind.ofCode(kind);
        if (known.isEmpty()) {
            reader.skip();
            return new OrderAction.Unknown(kind);
        }
        return switch (known.get()) {
            case MAINTENANCE, LOCAL_EPOCH -> localWork(known.get());
            case GATEWAY_PAGES -> new OrderAction.GatewayPages(pages());
            default -> action(known.get());
        };
    }

    private OrderAction action(OrderKind known) {
        Map<Integer, Object> found = new HashMap<>();
        int entries = reader.readMapHeader();
        boolean install = known == OrderKind.INSTALL;
        boolean policy = known == OrderKind.NETWORK_POLICY;
        boolean gateway = known == OrderKind.GATEWAY_POLICY;
        for (int i = 0; i < entries; i++) {
            long key = reader.readLong();
            if (key == CodePoints.MANIFEST_URL && (install || policy || known == OrderKind.WIPE)) {
                found.put(CodePoints.MANIFEST_URL, reader.readText());
            } else if (key == CodePoints.MANIFEST_DIGEST && (install || policy || gateway)) {
                found.put(CodePoints.MANIFEST_DIGEST, reader.readBytes());
            } else if (key == CodePoints.ASKS_USER && install) {
                found.put(CodePoints.ASKS_USER, reader.readLong());
            } else if (key == CodePoints.RISK && install) {
                found.put(CodePoints.RISK, reader.readText());
            } else {
                reader.skip();
            }
        }
        return switch (known) {
            case ATTEST -> new OrderAction.Attest();
            case ROLL_BACK -> new OrderAction.RollBack();
            case RESTART -> new OrderAction.Restart();
            case INSTALL ->
                new OrderAction.Install(
                        require(found, CodePoints.MANIFEST_URL, String.class),
                        require(found, CodePoints.MANIFEST_DIGEST, byte[].class),
                        new InstallTerms(
                                Long.valueOf(1).equals(found.get(CodePoints.ASKS_USER)),
                                String.valueOf(found.getOrDefault(CodePoints.RISK, ""))));
            case NETWORK_POLICY ->
                new OrderAction.NetworkPolicy(
                        require(found, CodePoints.POLICY_NAME, String.class),
                        require(found, CodePoints.POLICY_RULESET, byte[].class));
            case GATEWAY_POLICY ->
                new OrderAction.GatewayPolicy(require(found, CodePoints.POLICY_RULESET, byte[].class));
            case WIPE -> new OrderAction.Wipe(require(found, CodePoints.CUSTODY, String.class));
            case MAINTENANCE, LOCAL_EPOCH, GATEWAY_PAGES, UNKNOWN -> new OrderAction.Unknown(known.code());
        };
    }

    private PagedRules pages() {
        Map<Integer, Object> found = new HashMap<>();
        List<String> pages = new ArrayList<>();
        int entries = reader.readMapHeader();
        for (int i = 0; i < entries; i++) {
            long key = reader.readLong();
            switch (Math.clamp(key, -1, Integer.MAX_VALUE)) {
                case CodePoints.PAGED_DIGEST -> found.put(CodePoints.PAGED_DIGEST, hex());
                case CodePoints.PAGED_LENGTH -> found.put(CodePoints.PAGED_LENGTH, reader.readLong());
                case CodePoints.PAGED_PAGES -> {
                    int count = reader.readArrayHeader();
                    if (count > PagedRules.PAGES_MOST) {
                        throw new OrderException(
                                "more than " + PagedRules.PAGES_MOST + " pages", path + "/" + key, reader.position());
                    }
                    for (int page = 0; page < count; page++) {
                        pages.add(hex());
                    }
                }
                case CodePoints.PAGED_PACKED -> found.put(CodePoints.PAGED_PACKED, reader.readBytes());
                default -> reader.skip();
            }
        }
        long length = require(found, CodePoints.PAGED_LENGTH, Long.class);
        byte[] packed = found.get(CodePoints.PAGED_PACKED) instanceof byte[] said ? said : new byte[0];
        return new PagedRules(
                require(found, CodePoints.PAGED_DIGEST, String.class),
                Math.clamp(length, -1, Integer.MAX_VALUE),
                pages,
                packed);
    }

    private String hex() {
        return HexFormat.of().formatHex(reader.readBytes());
    }

    private OrderAction localWork(OrderKind kind) {
        Map<Integer, Object> found = new HashMap<>();
        int entries = reader.readMapHeader();
        for (int i = 0; i < entries; i++) {
            long key = reader.readLong();
            switch (Math.clamp(key, -1, Integer.MAX_VALUE)) {
                case CodePoints.SESSION -> found.put(CodePoints.SESSION, reader.readText());
                case CodePoints.ENDED -> found.put(CodePoints.ENDED, reader.readLong());
                case CodePoints.UNTIL -> found.put(CodePoints.UNTIL, seconds());
                case CodePoints.ENDPOINT -> found.put(CodePoints.ENDPOINT, reader.readText());
                default -> reader.skip();
            }
        }
        if (kind == OrderKind.LOCAL_EPOCH) {
            return new OrderAction.LocalEpoch(require(found, CodePoints.UNTIL, Instant.class));
        }
        return new OrderAction.Maintenance(
                require(found, CodePoints.SESSION, String.class),
                require(found, CodePoints.ENDED, Long.class) != 0,
                require(found, CodePoints.UNTIL, Instant.class),
                require(found, CodePoints.ENDPOINT, String.class));
    }

    private OrderReport report() {
        Map<Integer, Object> found = new HashMap<>();
        int entries = reader.readMapHeader();
        for (int i = 0; i < entries; i++) {
            long key = reader.readLong();
            switch (Math.clamp(key, -1, Integer.MAX_VALUE)) {
                case CodePoints.OUTCOME -> found.put(CodePoints.OUTCOME, reader.readLong());
                case CodePoints.REASON -> found.put(CodePoints.REASON, reader.readText());
                case CodePoints.DETAIL -> found.put(CodePoints.DETAIL, reader.readText());
                case CodePoints.STRENGTH -> found.put(CodePoints.STRENGTH, reader.readText());
                case CodePoints.AT -> found.put(CodePoints.AT, seconds());
                default -> reader.skip();
            }
        }
        OrderOutcome outcome = OrderOutcome.ofCode(require(found, CodePoints.OUTCOME, Long.class))
                .filter(known -> known != OrderOutcome.WITHDRAWN)
                .orElseThrow(() -> new OrderException(
                        "not an outcome that a device reports", path + "/" + CodePoints.OUTCOME, reader.position()));
        Optional<Strength> strength = Optional.empty();
        if (found.get(CodePoints.STRENGTH) instanceof String word) {
            strength = Optional.of(Strength.ofWord(word)
                    .orElseThrow(() -> new OrderException(
                            "not a word of strength", path + "/" + CodePoints.STRENGTH, reader.position())));
        }
        return new OrderReport(
                outcome,
                require(found, CodePoints.REASON, String.class),
                require(found, CodePoints.DETAIL, String.class),
                strength,
                require(found, CodePoints.AT, Instant.class));
    }

    private Instant seconds() {
        long seconds = reader.readLong();
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw new OrderException("time is out of range", path, reader.position());
        }
        return Instant.ofEpochSecond(seconds);
    }

    private <T> T require(Map<Integer, Object> found, int key, Class<T> type) {
        Object value = found.get(key);
        if (value == null) {
            throw missing(key);
        }
        return type.cast(value);
    }

    private OrderException missing(int key) {
        return new OrderException("key is missing", path + "/" + key, reader.position());
    }
}
