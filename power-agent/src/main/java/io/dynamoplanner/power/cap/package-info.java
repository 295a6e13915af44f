/**
 * What a board should be limited to, and why. Pure: no device, no cluster, no clock. Limits of boards are milliwatts as the
 * driver counts them, wishes of people are whole watts.
 */
package io.dynamoplanner.power.cap;
