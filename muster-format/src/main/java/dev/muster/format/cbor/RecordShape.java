package dev.muster.format.cbor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One record class: its components, accessors and canonical constructor. */
final class RecordShape implements ValueCodec {
    private static final Map<Class<?>, RecordShape> KNOWN = new ConcurrentHashMap<>();

    private final Class<?> type;
    private final Constructor<?> constructor;
    private final Method[] accessors;
    private final String[] names;
    private final ValueCodec[] codecs;
    private final boolean[] optional;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.type = type;
        this.accessors = new Method[components.length];
        this.names = new String[components.length];
        this.codecs = new ValueCodec[components.length];
        this.optional = new boolean[components.length];
        Class<?>[] parameters = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            parameters[i] = components[i].getType();
            names[i] = components[i].getName();
            accessors[i] = components[i].getAccessor();
            accessors[i].setAccessible(true);
            optional[i] = components[i].getType() == Optional.class;
        }
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
    public Cbor write(Object value) {
        return write(value, Cbor.map());
    }

    Cbor write(Object value, CborMapBuilder out) {
        try {
            for (int i = 0; i < names.length; i++) {
                Object component = accessors[i].invoke(value);
                if (component == null) {
                    throw new IllegalArgumentException(type.getSimpleName() + "." + names[i] + " is null");
                }
                if (!optional[i] || ((Optional<?>) component).isPresent()) {
                    out.put(names[i], codecs[i].write(component));
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("accessor of " + type + " failed", e);
        }
        return out.build();
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
