// Lists as axios sends them: first by default, as metrics[]=Revenue&metrics[]=NetIncome, then as repeats.
import axios from "axios";

const client = axios.create({
  baseURL: process.env.EDGAR_API_URL, headers: { "X-Api-Key": process.env.EDGAR_API_KEY }, validateStatus: null,
});
const params = { metrics: ["Revenue", "NetIncome"], periods: 1, to: "2025-12-31" };
const refused = await client.get("/api/v1/companies/AAPL/timeseries", { params });
console.log(refused.status, refused.data.detail);
const answered = await client.get("/api/v1/companies/AAPL/timeseries", { params, paramsSerializer: { indexes: null } });
console.log(answered.status, answered.data.metrics.map((series) => `${series.id} ${series.points[0].value}`).join(", "));
