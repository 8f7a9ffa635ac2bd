using EdgarApi.Api;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Data;

var builder = WebApplication.CreateBuilder(args);
builder.AddRequestLimits();
builder.AddApiKeys();
builder.AddEdgarReading();
builder.Services.AddJsonTypes();
builder.Services.AddProblemResponses();
builder.Services.AddDocumentation();

var app = builder.Build();
app.UseProblemResponses();
app.UseRequestLimits();
app.UseAuthentication();
app.UseAuthorization();
app.MapProblemKinds();
app.MapVersion1();
app.MapDocumentation();
app.Run();
