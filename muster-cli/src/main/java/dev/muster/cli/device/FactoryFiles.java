package dev.muster.cli.device;

import dev.muster.agent.block.BlockSoftware;
import dev.muster.agent.block.RollbackCounter;
import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.PayloadKeys;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.format.MalformedException;
import dev.muster.format.crypto.CryptoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Looks at a device's folder before the agent does, so that what is wrong with it is said by the file's name. */
final class FactoryFiles {
    private FactoryFiles() {}

    /** @throws CommandFailed with status 64 that names the first file which is missing or makes no sense */
    static void require(DeviceRoots roots) {
        if (!Files.isDirectory(roots.factory())) {
            throw CommandFailed.usage("There is no factory material in " + roots.factory()
                    + "; `muster agent init` makes it, or a maker puts it there.");
        }
        read(roots.factory().resolve("agent.properties"), () -> Factory.read(roots));
        if (Factory.hasIdentity(roots)) {
            read(Factory.idevidCertificate(roots), () -> certificates(Factory.idevidCertificate(roots)));
            read(Factory.idevidKey(roots), () -> Credential.factory(roots));
        }
        read(Factory.serverCa(roots), () -> certificates(Factory.serverCa(roots)));
        read(Factory.makers(roots), () -> certificates(Factory.makers(roots)));
        read(PayloadKeys.file(roots), () -> PayloadKeys.read(roots));
        Optional<Path> block = block(roots);
        if (block.isPresent()) {
            read(block.get(), () -> new BlockSoftware(block.get(), RollbackCounter.none()).running());
        } else {
            read(roots.state().resolve("boot.properties"), () -> new BootStore(roots).read());
        }
    }

    private static Optional<Path> block(DeviceRoots roots) {
        try {
            return Factory.read(roots).block();
        } catch (IOException alreadySaid) {
            return Optional.empty();
        }
    }

    private static Object certificates(Path file) throws IOException {
        var found = Credential.certificates(file);
        if (found.isEmpty()) {
            throw new IOException("it holds no certificate");
        }
        return found;
    }

    private static void read(Path file, Callable<?> reader) {
        try {
            reader.call();
        } catch (NoSuchFileException e) {
            throw new CommandFailed(Status.USAGE, "There is no file " + file + "; FILES.md says what it is.", e);
        } catch (IOException | MalformedException | CryptoException | IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage()).replace(file + ": ", "").replace(file + " ", "");
            throw new CommandFailed(Status.USAGE, file + " cannot be used: " + why + ".", e);
        } catch (Exception e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
