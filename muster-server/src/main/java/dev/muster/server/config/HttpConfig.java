package dev.muster.server.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where the two listeners are.
 *
 * @param host address to bind; loopback unless told otherwise
 * @param consolePort console and API; 0 for any free port
 * @param devicePort devices; 0 for any free port
 * @param names DNS names and addresses the server certificate is good for
 * @param requestsPerSecond what one address may ask for, on average
 * @param burst what one address may ask for at once
 */
public record HttpConfig(
        String host, int consolePort, int devicePort, List<String> names, int requestsPerSecond, int burst) {
    /** A site behind one address, or the demo's whole fleet on loopback, stays below this. */
    private static final int DEFAULT_REQUESTS_PER_SECOND = 2_000;

    private static final int DEFAULT_BURST = 10_000;
    private static final int PORT_MAX = 65_535;

    public HttpConfig {
        names = List.copyOf(names);
    }

    static HttpConfig read(Settings settings) {
        String host = settings.text("http.host", "127.0.0.1");
        List<String> names = Stream.of(
                        settings.text("http.names", "localhost,127.0.0.1").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            throw new StartFailure("http.names must name at least one host.");
        }
        return new HttpConfig(
                host,
                settings.number("http.console-port", 8443, 0, PORT_MAX),
                settings.number("http.device-port", 8444, 0, PORT_MAX),
                names,
                settings.number("http.requests-per-second", DEFAULT_REQUESTS_PER_SECOND, 1, 1_000_000),
                settings.number("http.burst", DEFAULT_BURST, 1, 1_000_000));
    }
}
