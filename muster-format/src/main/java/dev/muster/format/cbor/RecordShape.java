package dev.muster.format.cbor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One record class: its components, accessors and canonical constructor. */
final class RecordShape implements ValueCodec {
    private static final Map<Class<?>, RecordShape> KNOWN = new ConcurrentHashMap<>();

    private static final byte[] TYPE_KEY = CborWriter.key(SealedShape.TYPE);

    private final Class<?> type;
    private final Constructor<?> constructor;
    private final Method[] accessors;
    private final String[] names;
    private final byte[][] keys;

    /** Indices of the components as their keys are sorted. */
    private final int[] order;

    private final ValueCodec[] codecs;
    private final boolean[] optional;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.type = type;
        this.accessors = new Method[components.length];
        this.names = new String[components.length];
        this.keys = new byte[components.length][];
        this.codecs = new ValueCodec[components.length];
        this.optional = new boolean[components.length];
        Class<?>[] parameters = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            parameters[i] = components[i].getType();
            names[i] = components[i].getName();
            keys[i] = CborWriter.key(names[i]);
            accessors[i] = components[i].getAccessor();
            accessors[i].setAccessible(true);
            optional[i] = components[i].getType() == Optional.class;
        }
        this.order = IntStream.range(0, keys.length)
                .boxed()
                .sorted((one, other) -> CborMapBuilder.BYTEWISE.compare(keys[one], keys[other]))
                .mapToInt(Integer::intValue)
                .toArray();
        try {
            constructor = type.getDeclaredConstructor(parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " has no canonical constructor", e);
        }
        constructor.setAccessible(true);
    }

    /** Registered before its components are looked at, so that a record may hold itself. */
    static RecordShape of(Class<?> type) {
        RecordShape known = KNOWN.get(type);
        if (known != null) {
            return known;
        }
        synchronized (KNOWN) {
            known = KNOWN.get(type);
            if (known != null) {
                return known;
            }
            RecordShape shape = new RecordShape(type);
            KNOWN.put(type, shape);
            try {
                RecordComponent[] components = type.getRecordComponents();
                for (int i = 0; i < components.length; i++) {
                    shape.codecs[i] = ValueCodec.of(components[i].getGenericType());
                }
            } catch (IllegalArgumentException e) {
                KNOWN.remove(type);
                throw new IllegalArgumentException(type.getName() + ": " + e.getMessage(), e);
            }
            return shape;
        }
    }

    @Override
    public void write(Object value, CborWriter out) {
        write(value, out, false);
    }

    /** The same with one more key {@code type}, where its order wants it. */
    void writeNamed(Object value, CborWriter out) {
        write(value, out, true);
    }

    private void write(Object value, CborWriter out, boolean named) {
        @Nullable Object[] components = components(value);
        int count = named ? 1 : 0;
        for (Object component : components) {
            count += component == null ? 0 : 1;
        }
        out.map(count);
        boolean open = named;
        for (int i : order) {
            if (open && CborMapBuilder.BYTEWISE.compare(TYPE_KEY, keys[i]) < 0) {
                out.encoded(TYPE_KEY).text(CborName.Of.record(type));
                open = false;
            }
            if (components[i] != null) {
                codecs[i].write(components[i], out.encoded(keys[i]));
            }
        }
        if (open) {
            out.encoded(TYPE_KEY).text(CborName.Of.record(type));
        }
    }

    /** Every component; null where nothing is written. */
    private @Nullable Object[] components(Object value) {
        @Nullable Object[] components = new @Nullable Object[names.length];
        try {
            for (int i = 0; i < names.length; i++) {
                Object component = accessors[i].invoke(value);
                if (component == null) {
                    throw new IllegalArgumentException(type.getSimpleName() + "." + names[i] + " is null");
                }
                components[i] = optional[i] && ((Optional<?>) component).isEmpty() ? null : component;
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("accessor of " + type + " failed", e);
        }
        return components;
    }

    @Override
    public Object read(Cbor item) {
        CborMap map = item.asMap();
        Object[] arguments = new Object[names.length];
        for (int i = 0; i < names.length; i++) {
            Optional<Cbor> value = map.get(names[i]);
            if (value.isPresent()) {
                arguments[i] = codecs[i].read(value.get());
            } else if (optional[i]) {
                arguments[i] = Optional.empty();
            } else {
                throw map.fault("map has no key \"" + names[i] + "\"");
            }
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw map.fault(type.getSimpleName() + " refuses: " + refused.getMessage());
            }
            throw new IllegalStateException("constructor of " + type + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("constructor of " + type + " failed", e);
        }
    }
}
