package dev.muster.agent.linux;

import dev.muster.format.network.netlink.Messages;
import dev.muster.format.network.packet.Address;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;

/** Sets of connections ({@code address . port . address . port}) over netlink; what is put into one stays as long as the set says. */
public final class ConnectionSets implements Closeable {
    private static final int NEW_ELEMENT = 12;
    private static final int TABLE = 1;
    private static final int SET = 2;
    private static final int ELEMENTS = 3;
    private static final int ITEM = 1;
    private static final int KEY = 1;
    private static final int VALUE = 1;

    private final Transactions socket;

    private ConnectionSets(Transactions socket) {
        this.socket = socket;
    }

    /** Of this process's network namespace. */
    public static ConnectionSets here() throws IOException {
        return new ConnectionSets(Transactions.open());
    }

    /**
     * Puts a connection into a set.
     *
     * @throws IOException when the kernel did not take it: there is no such set, or it is full
     */
    public synchronized void put(String table, String set, Address from, int port, Address to, int served)
            throws IOException {
        int width = from.family() == 4 ? 4 : 16;
        byte[] key = new byte[2 * (width + 4)];
        address(from, width, key, 0);
        number(port, key, width);
        address(to, width, key, width + 4);
        number(served, key, 2 * width + 4);
        Messages batch = new Messages();
        batch.message(NEW_ELEMENT, Messages.CREATE)
                .text(TABLE, table.substring(table.indexOf(' ') + 1))
                .text(SET, set);
        int list = batch.open(ELEMENTS);
        int item = batch.open(ITEM);
        int place = batch.open(KEY);
        batch.data(VALUE, key).close(place).close(item).close(list);
        int error = socket.send(batch.finish());
        if (error != 0) {
            throw new IOException("the kernel did not take a connection into " + set + ": error " + error);
        }
    }

    private static void address(Address address, int width, byte[] key, int at) {
        BigInteger rest = address.value();
        for (int i = width - 1; i >= 0; i--) {
            key[at + i] = rest.byteValue();
            rest = rest.shiftRight(8);
        }
    }

    private static void number(int number, byte[] key, int at) {
        key[at] = (byte) (number >> 8);
        key[at + 1] = (byte) number;
    }

    @Override
    public void close() {
        socket.close();
    }
}
