import type { Authentication as AnyAuthentication } from '../../shared/deliveries/verdict';
import type { AsyncReportRequest } from '../reports/asyncReports';

/** The verdict, with Tesouro's own record of the report where it was asked: its link and expiry win over those of the body. */
export type Authentication = AnyAuthentication<AsyncReportRequest>;
