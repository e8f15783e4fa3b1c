package dev.muster.format.attest.corim;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a measurement is about (CoRIM -11 §5.1.4.1.1 environment-map). At least one attribute is present.
 *
 * <p>A condition covers a stated environment when every attribute it names is there with an equal value; attributes it
 * does not name do not matter (§9.4.1).
 */
public record Environment(
        Optional<TypedBytes> classId,
        Optional<String> vendor,
        Optional<String> model,
        OptionalLong layer,
        OptionalLong index,
        Optional<TypedBytes> instance,
        Optional<TypedBytes> group) {
    public Environment {
        if (classId.isEmpty()
                && vendor.isEmpty()
                && model.isEmpty()
                && layer.isEmpty()
                && index.isEmpty()
                && instance.isEmpty()
                && group.isEmpty()) {
            throw new IllegalArgumentException("an environment names at least one attribute");
        }
    }

    /** A class of devices by vendor and model. */
    public static Environment of(String vendor, String model) {
        return new Environment(
                Optional.empty(),
                Optional.of(vendor),
                Optional.of(model),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A class of devices by an id. */
    public static Environment ofClass(TypedBytes classId) {
        return new Environment(
                Optional.of(classId),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A device by its id alone, of whichever class. */
    public static Environment ofInstance(TypedBytes instance) {
        return new Environment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.of(instance),
                Optional.empty());
    }

    /** One instance of this class. */
    public Environment withInstance(TypedBytes id) {
        return new Environment(classId, vendor, model, layer, index, Optional.of(id), group);
    }

    /** Whether any attribute of the class is named. */
    public boolean hasClass() {
        return classId.isPresent() || vendor.isPresent() || model.isPresent() || layer.isPresent() || index.isPresent();
    }

    /** Number of attributes, which is the number of bits of a {@link #shape()}. */
    public static final int ATTRIBUTES = 7;

    /** Which attributes are present, one bit each; conditions of the same shape can share one hash index. */
    public int shape() {
        return (classId.isPresent() ? 1 : 0)
                | (vendor.isPresent() ? 2 : 0)
                | (model.isPresent() ? 4 : 0)
                | (layer.isPresent() ? 8 : 0)
                | (index.isPresent() ? 16 : 0)
                | (instance.isPresent() ? 32 : 0)
                | (group.isPresent() ? 64 : 0);
    }

    /** This environment with only the attributes of {@code shape}; empty when one of them is absent here. */
    public Optional<Environment> project(int shape) {
        if (shape == 0 || (shape() & shape) != shape) {
            return Optional.empty();
        }
        if (shape() == shape) {
            return Optional.of(this);
        }
        return Optional.of(new Environment(
                (shape & 1) != 0 ? classId : Optional.empty(),
                (shape & 2) != 0 ? vendor : Optional.empty(),
                (shape & 4) != 0 ? model : Optional.empty(),
                (shape & 8) != 0 ? layer : OptionalLong.empty(),
                (shape & 16) != 0 ? index : OptionalLong.empty(),
                (shape & 32) != 0 ? instance : Optional.empty(),
                (shape & 64) != 0 ? group : Optional.empty()));
    }

    /** Whether this environment, as a condition, covers {@code stated}. */
    public boolean covers(Environment stated) {
        return within(classId, stated.classId)
                && within(vendor, stated.vendor)
                && within(model, stated.model)
                && (layer.isEmpty() || layer.equals(stated.layer))
                && (index.isEmpty() || index.equals(stated.index))
                && within(instance, stated.instance)
                && within(group, stated.group);
    }

    private static <T> boolean within(Optional<T> wanted, Optional<T> shown) {
        return wanted.isEmpty() || wanted.equals(shown);
    }

    /** By hand, as is the hash: environments are what sets are searched by, and a record's own are several times as slow. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Environment that
                        && classId.equals(that.classId)
                        && instance.equals(that.instance)
                        && vendor.equals(that.vendor)
                        && model.equals(that.model)
                        && layer.equals(that.layer)
                        && index.equals(that.index)
                        && group.equals(that.group));
    }

    @Override
    public int hashCode() {
        int hash = classId.hashCode();
        hash = 31 * hash + instance.hashCode();
        hash = 31 * hash + vendor.hashCode();
        hash = 31 * hash + model.hashCode();
        hash = 31 * hash + layer.hashCode();
        hash = 31 * hash + index.hashCode();
        return 31 * hash + group.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        classId.ifPresent(value -> text.append(" class ").append(value));
        vendor.ifPresent(value -> text.append(" vendor ").append(value));
        model.ifPresent(value -> text.append(" model ").append(value));
        layer.ifPresent(value -> text.append(" layer ").append(value));
        index.ifPresent(value -> text.append(" index ").append(value));
        instance.ifPresent(value -> text.append(" instance ").append(value));
        group.ifPresent(value -> text.append(" group ").append(value));
        return text.substring(1);
    }
}
