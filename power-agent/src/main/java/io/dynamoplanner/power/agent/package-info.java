/**
 * The agent: sees boards and pods, decides, writes, and reports. One thread does all of it; what others need is handed out
 * as finished values.
 */
package io.dynamoplanner.power.agent;
