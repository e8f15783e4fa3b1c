package dev.muster.bench.hostile;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a server is reached.
 *
 * @param console address of the listener for people and strangers
 * @param device address of the listener for devices
 * @param tlsCa the certificate that both show an end of
 */
record Doors(URI console, URI device, Path tlsCa) {
    static final String ORG = "demo";

    URI console(String path) {
        return console.resolve(path);
    }

    URI device(String path) {
        return device.resolve(path);
    }
}
