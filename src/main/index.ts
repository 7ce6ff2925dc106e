import { app } from 'electron';
import { setSwitches } from './switches.ts';
setSwitches();
void app;
