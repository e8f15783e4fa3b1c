package dev.muster.format.attest.dice;

import dev.muster.format.attest.coswid.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was measured of a layer.
 *
 * @param vendor of TcbInfo
 * @param model of TcbInfo
 * @param version of TcbInfo
 * @param svn security version of TcbInfo
 * @param layer number that TcbInfo states
 * @param digests of code and data: the code hash of Open DICE, the firmware ids of TcbInfo
 * @param values further values by name, such as the configuration, authority and mode of Open DICE
 */
public record LayerMeasurement(
        Optional<String> vendor,
        Optional<String> model,
        Optional<String> version,
        OptionalLong svn,
        OptionalLong layer,
        List<Digest> digests,
        Map<String, byte[]> values) {
    /** Mode of Open DICE: verified boot is on and debugging is off. */
    public static final byte NORMAL = 1;

    public LayerMeasurement {
        digests = List.copyOf(digests);
        values = Map.copyOf(values);
    }
}
