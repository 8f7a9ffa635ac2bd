using EdgarApi.Data;
using EdgarApi.Data.Sec;
using EdgarApi.Warmer.Ingest;
using EdgarApi.Warmer.Replication;
using EdgarApi.Warmer.Warming;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddEdgarIngest();
builder.AddEdgarSource();
builder.AddWarming();

builder.Services.AddSingleton<WarmerProgress>();
builder.Services.AddHostedService<HeartbeatService>();
builder.Services.AddHostedService<IngestService>();
builder.Services.AddHealthChecks().AddCheck<IngestHealthCheck>("ingest");

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
