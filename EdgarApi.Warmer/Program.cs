using EdgarApi.Data;
using EdgarApi.Data.Sec;
using EdgarApi.Data.Usage;
using EdgarApi.ServiceDefaults;
using EdgarApi.Warmer.Ingest;
using EdgarApi.Warmer.Orders;
using EdgarApi.Warmer.Replication;
using EdgarApi.Warmer.Sessions;
using EdgarApi.Warmer.Usage;
using EdgarApi.Warmer.Warming;

WrongSettings.EndTheProgram();
var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddEdgarIngest();
builder.AddEdgarSource();
builder.AddEdgarAccounts();
builder.AddUsageUpkeep();
builder.AddWarming();

builder.Services.AddSingleton<WarmerProgress>();
builder.Services.AddHostedService<HeartbeatService>();
builder.Services.AddHostedService<IngestService>();
builder.Services.AddSingleton<IWorkOrderHandler, IngestOrders>();
builder.Services.AddHostedService<WorkOrderService>();
builder.Services.AddHostedService<SessionCleanUpService>();
builder.Services.AddHostedService<UsageUpkeepService>();
builder.Services.AddHealthChecks().AddCheck<IngestHealthCheck>("ingest");

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
