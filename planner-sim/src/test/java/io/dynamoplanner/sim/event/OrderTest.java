package io.dynamoplanner.sim.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The queues against slow and obvious ones, on random operations with many ties. */
final class OrderTest {
    @Test
    void theAgendaGivesTheEarliestSlotAndTheLowestOfEquals() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        var agenda = new Agenda(1);
        double[] times = new double[100];
        Arrays.fill(times, Agenda.NEVER);
        int slots = 1;
        for (int step = 0; step < 20_000; step++) {
            if (slots < times.length && random.nextInt(50) == 0) {
                assertThat(agenda.addSlot()).isEqualTo(slots++);
            }
            int slot = random.nextInt(slots);
            times[slot] = random.nextInt(8) == 0 ? Agenda.NEVER : random.nextInt(40);
            agenda.set(slot, times[slot]);
            int expected = 0;
            for (int i = 1; i < slots; i++) {
                expected = times[i] < times[expected] ? i : expected;
            }
            assertThat(agenda.nextSlot()).isEqualTo(expected);
            assertThat(agenda.nextAt()).isEqualTo(times[expected]);
        }
    }

    @Test
    void theHeapGivesKeysInOrderWithTheirRequests() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
        var heap = new TimedHeap();
        double[] keys = random.doubles(1000, 0, 50).map(Math::floor).toArray();
        for (int i = 0; i < keys.length; i++) {
            heap.add(keys[i], i);
        }
        double[] sorted = keys.clone();
        Arrays.sort(sorted);
        for (double expected : sorted) {
            assertThat(heap.firstKey()).isEqualTo(expected);
            assertThat(keys[heap.removeFirst()]).isEqualTo(expected);
        }
        assertThat(heap.firstKey()).isEqualTo(Agenda.NEVER);
    }

    @Test
    void theQueueIsFirstInFirstOutWithAWayBackToTheFront() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var queue = new IntQueue();
        var expected = new ArrayDeque<Integer>();
        for (int i = 0; i < 50_000; i++) {
            int action = random.nextInt(i % 5000 < 2500 ? 3 : 8);
            if (action == 0) {
                queue.addFirst(i);
                expected.addFirst(i);
            } else if (action <= 2) {
                queue.addLast(i);
                expected.addLast(i);
            } else if (!expected.isEmpty()) {
                assertThat(queue.first()).isEqualTo(expected.getFirst());
                assertThat(queue.removeFirst()).isEqualTo(expected.removeFirst());
            }
            assertThat(queue.size()).isEqualTo(expected.size());
        }
    }
}
