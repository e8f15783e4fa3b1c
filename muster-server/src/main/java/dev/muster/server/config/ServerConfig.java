package dev.muster.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Everything a server is told before it starts.
 *
 * @param data the data directory, absolute
 * @param database JDBC URL; SQLite in the data directory unless told otherwise
 */
public record ServerConfig(
        Path data,
        String database,
        HttpConfig http,
        AccessConfig access,
        LedgerConfig ledger,
        JoiningConfig joining,
        QuotaConfig quota,
        NetworkConfig network,
        OutboundConfig outbound,
        NoticeConfig notice) {
    public static final String FILE = "muster.properties";

    /**
     * @param flags keys as in the file
     * @param environment all of it; only {@code MUSTER_*} is looked at: {@code http.console-port} is {@code
     *     MUSTER_HTTP_CONSOLE_PORT}
     * @throws StartFailure for an unknown key or a bad value
     */
    public static ServerConfig load(Path data, Map<String, String> flags, Map<String, String> environment) {
        Path absolute = data.toAbsolutePath().normalize();
        Settings settings = new Settings(flags, environment, file(absolute.resolve(FILE)), FILE);
        ServerConfig config = new ServerConfig(
                absolute,
                settings.text("database", "jdbc:sqlite:" + absolute.resolve("muster.db")),
                HttpConfig.read(settings),
                AccessConfig.read(settings),
                LedgerConfig.read(settings),
                JoiningConfig.read(settings),
                QuotaConfig.read(settings),
                NetworkConfig.read(settings),
                OutboundConfig.read(settings),
                NoticeConfig.read(settings));
        settings.refuseUnknown();
        return config;
    }

    private static Map<String, String> file(Path path) {
        Map<String, String> values = new HashMap<>();
        if (Files.exists(path)) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(path)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new StartFailure(path + " cannot be read: " + e.getMessage() + ".", e);
            }
            properties.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
        }
        return values;
    }
}
