package dev.muster.server.joining;

import dev.muster.testing.Needs;
import java.nio.file.Path;

/** The same by strongSwan 6.0.6, which {@code .ci/peers/strongswan} builds. */
class Strongswan6Test extends StrongswanTest {
    @Override
    String pki() throws Exception {
        Path built = Path.of(System.getProperty("muster.root", ".."))
                .resolve("build/peers/strongswan/pki")
                .toAbsolutePath();
        Needs.peer(built, "EST by strongSwan 6");
        return built.toString();
    }
}
