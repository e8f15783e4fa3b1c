package dev.muster.server;

import dev.muster.format.cbor.CborName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stored form of a record as text: what a reader of old bytes relies on, and no name of any class but stored ones. */
final class EventShape {
    private static final Map<Type, String> PLAIN = Map.ofEntries(
            Map.entry(String.class, "text"),
            Map.entry(byte[].class, "bytes"),
            Map.entry(long.class, "int"),
            Map.entry(Long.class, "int"),
            Map.entry(int.class, "int"),
            Map.entry(Integer.class, "int"),
            Map.entry(boolean.class, "bool"),
            Map.entry(Boolean.class, "bool"),
            Map.entry(double.class, "float"),
            Map.entry(Double.class, "float"),
            Map.entry(Instant.class, "micros"));

    private final List<Class<?>> open = new ArrayList<>();

    private EventShape() {}

    static String of(Class<?> record) {
        return new EventShape().shape(record);
    }

    private String shape(Type type) {
        String plain = PLAIN.get(type);
        if (plain != null) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            Type raw = generic.getRawType();
            if (raw == Optional.class) {
                return shape(inner[0]) + "?";
            }
            return raw == List.class || raw == Set.class ? "[" + shape(inner[0]) + "]" : "{*: " + shape(inner[1]) + "}";
        }
        Class<?> raw = (Class<?>) type;
        if (open.contains(raw)) {
            return "^" + open.reversed().indexOf(raw);
        }
        if (raw.isEnum()) {
            return Stream.of(raw.getEnumConstants())
                    .map(constant -> name((Enum<?>) constant))
                    .collect(Collectors.joining("|"));
        }
        open.add(raw);
        String shape = raw.isRecord() ? components(raw) : choice(raw);
        open.removeLast();
        return shape;
    }

    private static String name(Enum<?> constant) {
        try {
            var named = constant.getDeclaringClass().getField(constant.name()).getAnnotation(CborName.class);
            return named == null ? constant.name() : named.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private String components(Class<?> record) {
        return Stream.of(record.getRecordComponents()).map(this::component).collect(Collectors.joining(", ", "{", "}"));
    }

    private String component(RecordComponent component) {
        return component.getName() + ": " + shape(component.getGenericType());
    }

    private String choice(Class<?> sealed) {
        Set<String> choices = new TreeSet<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                var named = permitted.getAnnotation(CborName.class);
                choices.add((named == null ? permitted.getSimpleName() : named.value()) + " " + shape(permitted));
            } else {
                choices.add(choice(permitted));
            }
        }
        return "(" + String.join(" | ", choices) + ")";
    }
}
