package dev.muster.cli.device;

import dev.muster.cli.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Users of this machine by name; packages make theirs with whatever number is free. */
final class Users {
    private static final Path LIST = Path.of("/etc/passwd");
    private static final int NUMBER_FIELD = 2;

    private Users() {}

    /** @throws CommandFailed when there is no such user */
    static int number(String user) throws IOException {
        return user.matches("[0-9]{1,9}") ? Integer.parseInt(user) : number(user, Files.readAllLines(LIST));
    }

    static int number(String user, List<String> list) {
        return list.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields[0].equals(user) && fields.length > NUMBER_FIELD)
                .map(fields -> Integer.parseInt(fields[NUMBER_FIELD]))
                .findFirst()
                .orElseThrow(() -> CommandFailed.usage(LIST + " has no user " + user + "."));
    }
}
