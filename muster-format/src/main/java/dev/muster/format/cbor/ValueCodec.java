package dev.muster.format.cbor;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How one Java type is written and read; see {@link RecordCodec} for the table. */
interface ValueCodec {
    /** Writes into what holds the whole record: a tree of each part would be most of the work of writing it. */
    void write(Object value, CborWriter out);

    Object read(Cbor item);

    private static <T> ValueCodec plain(Class<T> type, BiConsumer<CborWriter, T> write, Function<Cbor, T> read) {
        return new ValueCodec() {
            @Override
            public void write(Object value, CborWriter out) {
                write.accept(out, type.cast(value));
            }

            @Override
            public Object read(Cbor item) {
                return read.apply(item);
            }
        };
    }

    /** Where plain Java types are looked up. */
    final class Plain {
        static final Map<Type, ValueCodec> CODECS = Map.ofEntries(
                Map.entry(String.class, plain(String.class, CborWriter::text, Cbor::asText)),
                Map.entry(byte[].class, plain(byte[].class, CborWriter::bytes, Cbor::asBytes)),
                Map.entry(long.class, plain(Long.class, CborWriter::integer, Cbor::asLong)),
                Map.entry(Long.class, plain(Long.class, CborWriter::integer, Cbor::asLong)),
                Map.entry(int.class, plain(Integer.class, CborWriter::integer, Cbor::asInt)),
                Map.entry(Integer.class, plain(Integer.class, CborWriter::integer, Cbor::asInt)),
                Map.entry(boolean.class, plain(Boolean.class, CborWriter::bool, Cbor::asBoolean)),
                Map.entry(Boolean.class, plain(Boolean.class, CborWriter::bool, Cbor::asBoolean)),
                Map.entry(double.class, plain(Double.class, CborWriter::number, Cbor::asDouble)),
                Map.entry(Double.class, plain(Double.class, CborWriter::number, Cbor::asDouble)),
                Map.entry(Instant.class, plain(Instant.class, Plain::micros, Plain::instant)));

        private Plain() {}

        private static void micros(CborWriter out, Instant instant) {
            out.integer(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        }

        private static Instant instant(Cbor item) {
            return Instant.EPOCH.plus(item.asLong(), ChronoUnit.MICROS);
        }
    }

    static ValueCodec of(Type type) {
        ValueCodec plain = Plain.CODECS.get(type);
        if (plain != null) {
            return plain;
        }
        if (type instanceof Class<?> raw) {
            if (raw.isEnum()) {
                return constants(raw);
            }
            if (raw.isRecord()) {
                return RecordShape.of(raw);
            }
            if (raw.isSealed()) {
                return SealedShape.of(raw);
            }
        }
        if (type instanceof ParameterizedType generic) {
            return generic(generic);
        }
        throw new IllegalArgumentException("no CBOR form for " + type.getTypeName());
    }

    private static ValueCodec generic(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return items(of(arguments[0]), Collections::unmodifiableList);
        }
        if (type.getRawType() == java.util.Set.class) {
            return items(of(arguments[0]), items -> Collections.unmodifiableSet(new LinkedHashSet<>(items)));
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return map(of(arguments[1]));
        }
        if (type.getRawType() == Optional.class) {
            ValueCodec content = of(arguments[0]);
            return plain(
                    Optional.class,
                    (out, value) -> content.write(value.orElseThrow(), out),
                    item -> Optional.of(content.read(item)));
        }
        throw new IllegalArgumentException("no CBOR form for " + type.getTypeName());
    }

    private static ValueCodec items(ValueCodec each, Function<List<Object>, Object> finish) {
        return new ValueCodec() {
            @Override
            public void write(Object value, CborWriter out) {
                Collection<?> all = (Collection<?>) value;
                out.array(all.size());
                for (Object one : all) {
                    each.write(one, out);
                }
            }

            @Override
            public Object read(Cbor item) {
                List<Object> out = new ArrayList<>();
                item.asArray().forEach(element -> out.add(each.read(element)));
                return finish.apply(out);
            }
        };
    }

    /** A key of a map with what it is sorted by. */
    record Key(byte[] encoded, String name) {}

    private static ValueCodec map(ValueCodec each) {
        return new ValueCodec() {
            @Override
            public void write(Object value, CborWriter out) {
                Map<?, ?> all = (Map<?, ?>) value;
                List<Key> keys = new ArrayList<>(all.size());
                for (Object name : all.keySet()) {
                    keys.add(new Key(CborWriter.key((String) name), (String) name));
                }
                keys.sort(Comparator.comparing(Key::encoded, CborMapBuilder.BYTEWISE));
                out.map(keys.size());
                for (Key key : keys) {
                    each.write(Objects.requireNonNull(all.get(key.name)), out.encoded(key.encoded));
                }
            }

            @Override
            public Object read(Cbor item) {
                Map<String, Object> out = new LinkedHashMap<>();
                for (CborMap.Entry entry : item.asMap().entries()) {
                    out.put(entry.key().asText(), each.read(entry.value()));
                }
                return Collections.unmodifiableMap(out);
            }
        };
    }

    private static ValueCodec constants(Class<?> type) {
        Map<String, Object> names = new LinkedHashMap<>();
        Map<Object, byte[]> words = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            String name = CborName.Of.constant((Enum<?>) constant);
            names.put(name, constant);
            words.put(constant, CborWriter.key(name));
        }
        return new ValueCodec() {
            @Override
            public void write(Object value, CborWriter out) {
                out.encoded(Objects.requireNonNull(words.get(value)));
            }

            @Override
            public Object read(Cbor item) {
                Object constant = names.get(item.asText());
                if (constant == null) {
                    throw ((CborSpan) item).fault("no " + type.getSimpleName() + " named " + item.asText());
                }
                return constant;
            }
        };
    }
}
