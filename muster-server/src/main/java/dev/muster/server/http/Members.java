package dev.muster.server.http;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks through a record that came as JSON for members that are null and may not be, however deep. */
final class Members {
    private Members() {}

    /** @throws Refused 400 with the path to the first member that is missing, null or out of reason */
    static void require(Object value) {
        look(value, "");
    }

    private static void look(Object value, String path) {
        switch (value) {
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    member(record, component, path + "/" + component.getName());
                }
            }
            case Collection<?> all -> {
                int i = 0;
                for (Object one : all) {
                    element(one, path + "/" + i++);
                }
            }
            case Map<?, ?> all -> all.forEach((key, one) -> element(one, path + "/" + key));
            case Optional<?> some -> some.ifPresent(one -> look(one, path));
            case Instant at -> Json.requireReasonable(path, at);
            default -> {}
        }
    }

    private static void member(Record record, RecordComponent component, String path) {
        Object value;
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            value = accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the record " + record.getClass() + " cannot be read", e);
        }
        if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            throw missing(path);
        }
        if (value != null) {
            look(value, path);
        }
    }

    private static void element(@Nullable Object value, String path) {
        if (value == null) {
            throw missing(path);
        }
        look(value, path);
    }

    private static Refused missing(String path) {
        return Problem.of(400, "missing-member", "A member is missing or null.", path)
                .with("path", path)
                .refuse();
    }
}
