package dev.muster.cli;

import dev.muster.format.json.Json;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results that are made of maps, lists, records, texts, whole numbers and truth values, as JSON: all that a device's commands
 * print, so that a device needs no library for it, which would be a twelfth of its package.
 */
final class PlainJson {
    private PlainJson() {}

    /** Empty when something of it is of another kind. */
    static Optional<Json> of(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.of(new Json.Null());
            case String text -> Optional.of(Json.of(text));
            case Boolean bool -> Optional.of(Json.of(bool.booleanValue()));
            case Integer number -> Optional.of(Json.of(number.longValue()));
            case Long number -> Optional.of(Json.of(number.longValue()));
            case BigDecimal number -> Optional.of(new Json.Num(number));
            case Enum<?> one -> Optional.of(Json.of(one.name()));
            case Optional<?> maybe -> of(maybe.orElse(null));
            case Map<?, ?> map -> members(map);
            case Collection<?> many -> elements(many);
            case Record one -> members(components(one));
            default -> Optional.empty();
        };
    }

    private static Optional<Json> members(Map<?, ?> map) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> each : map.entrySet()) {
            Optional<Json> value = of(each.getValue());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            members.put(String.valueOf(each.getKey()), value.get());
        }
        return Optional.of(new Json.Obj(members));
    }

    private static Optional<Json> elements(Collection<?> many) {
        List<Json> elements = new ArrayList<>();
        for (Object each : many) {
            Optional<Json> value = of(each);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            elements.add(value.get());
        }
        return Optional.of(Json.of(elements));
    }

    private static Map<String, @Nullable Object> components(Record one) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        try {
            for (RecordComponent part : one.getClass().getRecordComponents()) {
                part.getAccessor().setAccessible(true);
                named.put(part.getName(), part.getAccessor().invoke(one));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record whose parts cannot be read: " + one.getClass(), e);
        }
        return named;
    }
}
