using EdgarApi.Api;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Data;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddEdgarReading();
builder.AddRequestLimits();
builder.AddApiKeys();
builder.Services.AddJsonTypes();
builder.Services.AddProblemResponses();
builder.Services.AddDocumentation();

var app = builder.Build();
app.UseProblemResponses();
app.UseRequestLimits();
app.UseAuthentication();
app.UseAuthorization();
app.MapDefaultEndpoints();
app.MapProblemKinds();
app.MapDocumentation();
app.MapVersion1();
app.Run();
