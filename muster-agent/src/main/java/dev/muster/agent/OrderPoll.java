package dev.muster.agent;

import dev.muster.agent.server.Advice;
import dev.muster.agent.server.Backoff;
import dev.muster.agent.server.OrdersClient;
import dev.muster.format.MalformedException;
import dev.muster.format.devices.orders.OrderList;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** Waits at the orders door for as long as its thread lives, whatever happens to the server meanwhile. */
final class OrderPoll implements Runnable {

    private static final Duration MOST = Duration.ofSeconds(OrderList.MAX_WAIT_SECONDS);

    private final OrdersClient client;
    private final Duration wait;
    private final Backoff backoff;
    private final BlockingQueue<Wake> wakes;
    private final Consumer<IOException> failed;

    OrderPoll(
            OrdersClient client,
            Duration wait,
            Backoff backoff,
            BlockingQueue<Wake> wakes,
            Consumer<IOException> failed) {
        this.client = client;
        this.wait = wait.compareTo(MOST) > 0 ? MOST : wait;
        this.backoff = backoff;
        this.wakes = wakes;
        this.failed = failed;
    }

    @Override
    public void run() {
        long after = 0;
        Advice advice = client.advice();
        try {
            while (true) {
                try {
                    OrderList list = client.poll(after, wait);
                    backoff.succeeded();
                    if (!client.advice().equals(advice)) {
                        advice = client.advice();
                        wakes.put(new Wake.Orders(List.of()));
                    }
                    if (!list.orders().isEmpty()) {
                        wakes.put(new Wake.Orders(list.orders()));
                        after = Math.max(after, list.orders().getLast().sequence());
                    }
                } catch (IOException e) {
                    failed.accept(e);
                    // What was delivered and not yet acted on comes again: the journal sorts out what is done.
                    after = 0;
                    Thread.sleep(backoff.failed());
                } catch (MalformedException e) {
                    failed.accept(new IOException("orders cannot be read: " + e.getMessage(), e));
                    Thread.sleep(backoff.failed());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
