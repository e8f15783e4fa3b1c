package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Claims in words. */
public final class Described {
    private Described() {}

    /** The elements of a claim in one line. */
    public static String elements(List<Measurement> elements) {
        return String.join(", ", elements.stream().map(Described::element).toList());
    }

    /** One element: its name, and each value that is stated. */
    public static String element(Measurement element) {
        MeasurementValues values = element.values();
        List<String> parts = new ArrayList<>();
        values.version().ifPresent(version -> parts.add("version " + version.text()));
        values.svn().ifPresent(svn -> parts.add("security version " + svn));
        values.digests().forEach(digest -> parts.add(digest.toString()));
        new TreeMap<>(values.flags()).forEach((flag, value) -> parts.add("flag " + flag + " " + value));
        values.raw().ifPresent(raw -> parts.add("raw value " + raw));
        values.name().ifPresent(name -> parts.add("name " + name));
        values.serial().ifPresent(serial -> parts.add("serial " + serial));
        if (!values.cryptoKeys().isEmpty()) {
            parts.add(values.cryptoKeys().size() + " keys");
        }
        values.registers().forEach((id, digests) -> parts.add("register " + id + " " + digests));
        values.range().ifPresent(range -> parts.add("number " + range));
        new TreeMap<>(values.others()).forEach((code, value) -> parts.add("code point " + code + " " + value));
        return element.key().map(key -> key + " ").orElse("") + String.join(", ", parts);
    }
}
