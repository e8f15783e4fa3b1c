package dev.muster.cli.device;

import dev.muster.agent.Agent;
import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.report.HostTable;
import dev.muster.agent.report.Outbox;
import dev.muster.agent.sense.FileSense;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.maker.WarmDevice;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.orders.Strength;
import dev.muster.guard.host.GuardFacts;
import dev.muster.guard.host.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import picocli.CommandLine.Command;

/**
 * {@code muster-agent warm}: what a package runs once on its device to make the cache of loaded classes (JEP 514). A device
 * of throw-away keys starts, and meets a server that it does not believe.
 */
@Command(name = "warm", hidden = true, description = "Load what an agent needs; the package runs it once.")
public final class DeviceWarmVerb extends Verb {
    private static final Duration MOST = Duration.ofSeconds(4);
    private static final char[] NO_SECRET = "warm".toCharArray();

    @Override
    protected Status run(Screen screen) throws Exception {
        Path folder = Files.createTempDirectory("muster-warm-");
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DeviceRoots roots = DeviceRoots.under(folder.resolve("device"), Strength.SIMULATED, Durability.PROCESS_END);
            WarmDevice.make(folder, roots, stranger.getLocalPort());
            FactoryFiles.require(roots);
            Credential credential = Credential.factory(roots);
            SSLContext tls = tls(credential);
            Thread.ofPlatform().daemon().start(() -> meet(stranger, tls));
            CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, credential.key(), Optional.empty());
            new HostTable(() -> Host.here().look(), new Outbox(roots), "warm", signer)
                    .offer(InstantSource.system().instant());
            live(roots);
            return Status.YES;
        } finally {
            delete(folder);
        }
    }

    private static void live(DeviceRoots roots) throws Exception {
        try (FileSense sense = new FileSense()) {
            AgentGround ground = AgentGround.alone(InstantSource.system(), new SecureRandom(), new Random(), sense);
            Thread agent = Thread.ofPlatform()
                    .start(new Agent(roots, AgentSettings.quick(), ground, notice -> GuardFacts.alone()));
            agent.join(MOST);
            agent.interrupt();
            agent.join(MOST);
        }
    }

    private static SSLContext tls(Credential credential) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, NO_SECRET);
        keys.setKeyEntry("warm", credential.key(), NO_SECRET, credential.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, NO_SECRET);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
    }

    private static void meet(ServerSocket door, SSLContext tls) {
        while (!door.isClosed()) {
            try (Socket plain = door.accept();
                    SSLSocket caller =
                            (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
                caller.setUseClientMode(false);
                caller.startHandshake();
            } catch (IOException e) {
                // The device does not believe this server: it is for that that the server is there.
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
