package dev.muster.server.governance;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a device signed about maintenance, as it comes to a door.
 *
 * @param name for people and codes, such as {@code record}
 * @param mostBytes a longer one is refused
 * @param parse its {@link MalformedException} is the device's fault
 * @param verify whether a key signed it
 */
record DeviceWord<T>(
        String name,
        String mediaType,
        int mostBytes,
        Function<byte[], T> parse,
        BiFunction<byte[], VerificationKey, Verdict> verify) {

    /** @param bytes as they came, which the signature is over */
    record Taken<T>(T content, byte[] bytes) {}

    /**
     * Takes one that is signed by the key of the connection.
     *
     * @throws dev.muster.server.http.Refused 415, 413, 400 {@code malformed-NAME}, 403 when another key signed it
     */
    Taken<T> take(Request request, DeviceAuthentication.Result.Known known) {
        if (!request.contentType().equals(mediaType)) {
            throw Problem.of(415, "media-type", "A " + name + " is " + mediaType + ".")
                    .refuse();
        }
        byte[] bytes = request.body(mostBytes);
        try {
            T content = parse.apply(bytes);
            if (verify.apply(bytes, VerificationKey.of(known.certificate().getPublicKey()))
                    instanceof Verdict.Invalid invalid) {
                throw Problem.of(
                                403,
                                invalid.reason().code(),
                                "The " + name + " is not signed by the device that sends it.",
                                invalid.detail())
                        .refuse();
            }
            return new Taken<>(content, bytes);
        } catch (MalformedException e) {
            throw Problem.of(
                            400,
                            "malformed-" + name,
                            "The " + name + " cannot be read.",
                            e.reason() + " at " + e.path())
                    .refuse();
        }
    }
}
