package dev.muster.server.http;

import java.time.Duration;

/**
 * What anybody may take of this server. Everything that a peer can hold is counted for as long as it is held: a connection,
 * an exchange, bytes in memory. Strangers are those whom neither the gate nor a door has recognised yet; what is left when
 * they and the console have all of theirs is the devices'.
 *
 * @param strangers connections of strangers, all listeners together; one more ends the oldest of them
 * @param strangersPerNetwork connections of strangers from one address, or one /64 of IPv6
 * @param connectionsPerCertificate connections of one recognised certificate; one more ends its oldest: a device that lost
 *     its network comes back before the server has noticed
 * @param streams requests at once on one HTTP/2 connection
 * @param exchanges requests under way of one stranger's network, one certificate, one person
 * @param exchangesOfStrangers requests under way of all strangers together
 * @param exchangesOfPeople requests under way of all people and programs that the gate admitted, event streams included
 * @param handlersOfStrangers how many of them run at once; the others wait
 * @param handlersOfPeople how many of them run at once; the others wait
 * @param handlersOfDevices how many of them run at once; the others wait
 * @param bytesOfStrangers bodies and answers of all strangers together that are in memory at once
 * @param bytesOfOthers the same of people, and again of devices
 * @param uploads bodies at once that are taken as streams, each of which holds a thread
 * @param patience how long a peer may take over nothing: to send or take the first bytes
 * @param bytesPerSecond what a peer must send or take on average after that; the slowest radio networks for devices carry
 *     several times as much
 */
public record HttpLimits(
        int strangers,
        int strangersPerNetwork,
        int connectionsPerCertificate,
        int streams,
        int exchanges,
        int exchangesOfStrangers,
        int exchangesOfPeople,
        int handlersOfStrangers,
        int handlersOfPeople,
        int handlersOfDevices,
        long bytesOfStrangers,
        long bytesOfOthers,
        int uploads,
        Duration patience,
        int bytesPerSecond) {
    private static final long MEBIBYTE = 1L << 20;

    /** Fits a small machine: 512 threads at most, 160 MiB of bodies at most. */
    public static final HttpLimits STANDARD = new HttpLimits(
            4_096,
            1_024,
            16,
            32,
            64,
            1_024,
            1_024,
            96,
            128,
            256,
            32 * MEBIBYTE,
            64 * MEBIBYTE,
            16,
            Duration.ofSeconds(10),
            512);

    /** Threads of the engine: those of handlers and uploads, and some for what the engine does itself. */
    int threads() {
        return handlersOfStrangers + handlersOfPeople + handlersOfDevices + uploads + 16;
    }

    /** How long a peer may take over this many bytes. */
    long nanosFor(long bytes) {
        return patience.toNanos() + bytes * Duration.ofSeconds(1).toNanos() / bytesPerSecond;
    }

    public HttpLimits withStrangers(int all, int network) {
        return new HttpLimits(
                all,
                network,
                connectionsPerCertificate,
                streams,
                exchanges,
                exchangesOfStrangers,
                exchangesOfPeople,
                handlersOfStrangers,
                handlersOfPeople,
                handlersOfDevices,
                bytesOfStrangers,
                bytesOfOthers,
                uploads,
                patience,
                bytesPerSecond);
    }

    /** For tests that do not want to wait. */
    public HttpLimits withPatience(Duration shorter, int rate) {
        return new HttpLimits(
                strangers,
                strangersPerNetwork,
                connectionsPerCertificate,
                streams,
                exchanges,
                exchangesOfStrangers,
                exchangesOfPeople,
                handlersOfStrangers,
                handlersOfPeople,
                handlersOfDevices,
                bytesOfStrangers,
                bytesOfOthers,
                uploads,
                shorter,
                rate);
    }

    /** For tests that do many things at once from one address. */
    public HttpLimits withExchanges(int each, int ofStrangers) {
        return new HttpLimits(
                strangers,
                strangersPerNetwork,
                connectionsPerCertificate,
                streams,
                each,
                ofStrangers,
                exchangesOfPeople,
                handlersOfStrangers,
                handlersOfPeople,
                handlersOfDevices,
                bytesOfStrangers,
                bytesOfOthers,
                uploads,
                patience,
                bytesPerSecond);
    }
}
