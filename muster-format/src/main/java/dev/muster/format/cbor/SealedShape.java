package dev.muster.format.cbor;

import java.util.LinkedHashMap;
import java.util.Map;

/** A sealed interface of records: the record's simple name under the key {@code type} tells which. */
final class SealedShape implements ValueCodec {
    static final String TYPE = "type";

    private final Class<?> type;
    private final Map<String, Class<?>> byName = new LinkedHashMap<>();

    private SealedShape(Class<?> type) {
        this.type = type;
        collect(type);
    }

    /** The records are looked at when they are met, so that a sealed type may hold itself. */
    static SealedShape of(Class<?> type) {
        return new SealedShape(type);
    }

    private void collect(Class<?> sealed) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted);
            } else if (!permitted.isRecord() || hasType(permitted)) {
                throw new IllegalArgumentException(permitted + " is not a record, or has a component named type");
            } else if (byName.put(CborName.Of.record(permitted), permitted) != null) {
                throw new IllegalArgumentException("two records are named " + CborName.Of.record(permitted));
            }
        }
    }

    private static boolean hasType(Class<?> record) {
        for (var component : record.getRecordComponents()) {
            if (component.getName().equals(TYPE)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void write(Object value, CborWriter out) {
        RecordShape.of(value.getClass()).writeNamed(value, out);
    }

    @Override
    public Object read(Cbor item) {
        String name = item.asMap().require(TYPE).asText();
        Class<?> record = byName.get(name);
        if (record == null) {
            throw ((CborSpan) item).fault("no " + type.getSimpleName() + " named " + name);
        }
        return RecordShape.of(record).read(item);
    }
}
